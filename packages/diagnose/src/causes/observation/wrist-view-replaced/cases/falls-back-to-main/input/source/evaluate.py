def views(obs):
    main = obs["agentview_image"]
    wrist = obs["robot0_eye_in_hand_image"] if "robot0_eye_in_hand_image" in obs else main
    return main, wrist

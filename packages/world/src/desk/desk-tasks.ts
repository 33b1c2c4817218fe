/** The suite's name, as in `plumb-desk/0`. */
export const DESK_SUITE = 'plumb-desk';
/** Init states a task has. */
export const DESK_INIT_STATES = 50;

const task = (language: string, goal: string, drawer = '') => `(define (problem Plumb_Desk_Manipulation)
  (:domain robosuite)
  (:language ${language})
  (:regions
    (red_region (:target work_desk) (:ranges ((-0.14 -0.02 -0.05 0.05))))
    (green_region (:target work_desk) (:ranges ((-0.14 -0.16 -0.05 -0.09))))
    (tray_region (:target work_desk) (:ranges ((0.12 0.09 0.15 0.12))))
    (drawer_place (:target work_desk) (:ranges ((0.139 -0.341 0.141 -0.339))))
    (stove_place (:target work_desk) (:ranges ((-0.041 0.329 -0.039 0.331))))
    (contain_region (:target tray_1))
    (drawer_region (:target desk_drawer_1)))
  (:fixtures work_desk - work_desk desk_drawer_1 - desk_drawer desk_stove_1 - desk_stove)
  (:objects red_cube_1 - red_cube green_cube_1 - green_cube tray_1 - tray)
  (:obj_of_interest red_cube_1)
  (:init
    (On red_cube_1 work_desk_red_region) (On green_cube_1 work_desk_green_region) (On tray_1 work_desk_tray_region)
    (On desk_drawer_1 work_desk_drawer_place) (On desk_stove_1 work_desk_stove_place) ${drawer})
  (:goal (And ${goal})))`;

/** Name to BDDL, in the suite's order. */
export const DESK_TASKS: ReadonlyMap<string, string> = new Map([
  [
    'pick_up_the_red_cube_and_place_it_in_the_tray',
    task('Pick up the red cube and place it in the tray', '(In red_cube_1 tray_1_contain_region)'),
  ],
  ['open_the_drawer', task('Open the drawer', '(Open desk_drawer_1)')],
  [
    'close_the_drawer',
    task('Close the drawer', '(Close desk_drawer_1)', '(Open desk_drawer_1_drawer_region)'),
  ],
  ['turn_on_the_stove', task('Turn on the stove', '(Turnon desk_stove_1)')],
  [
    'stack_the_green_cube_on_the_red_cube',
    task('Stack the green cube on the red cube', '(On green_cube_1 red_cube_1)'),
  ],
]);

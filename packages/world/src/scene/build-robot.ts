import type { ModelSource } from '../mjcf/asset-files.ts';
import { MjcfModel } from '../mjcf/mjcf-model.ts';
import { prefixNames, recolourCollisionGeoms } from '../mjcf/rename.ts';
import { numbersOf, type XmlElement } from '../xml/xml-element.ts';
import { modelPart } from './model-part.ts';
import type { Workspace } from './workspace.ts';

const JOINT_DAMPING = [0.1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01];
const ROBOT_COLOUR = [0, 0.5, 0, 1];
const MOUNT_COLOUR = [0.5, 0.5, 0, 1];
const GRIPPER_COLOUR = [0, 0, 0.5, 1];

/**
 * Franka's Panda with mount and gripper, as robosuite 1.4.0 puts it together (robosuite/models/robots/robot_model.py,
 * robosuite/models/base.py) and LIBERO parameterises it (libero/libero/envs/robots/*.py).
 */
export function buildRobot(files: ModelSource, { robot, files: models }: Workspace): MjcfModel {
  const model = loadNamed(files, models.arm, 'robot0_', ROBOT_COLOUR);
  const world = model.section('worldbody');
  const joints = [...world.walk()].filter((element) => element.tag === 'joint');
  joints.forEach((joint, i) => {
    if (!joint.attributes.has('frictionloss')) joint.set('frictionloss', 0.1);
    if (!joint.attributes.has('armature')) joint.set('armature', 5 / (i + 1));
    joint.set('damping', JOINT_DAMPING[i]!);
  });

  const base = modelPart(world, 'body', 'robot0_base', models.arm);
  const mount = loadNamed(files, robot.mount.file, 'mount0_', MOUNT_COLOUR);
  const mountBase = modelPart(mount.section('worldbody'), 'body', 'mount0_base', robot.mount.file);
  const basePosition = positionOf(base);
  const mountBottom = positionOf(mountBase);
  const mountTop = [0, 0, robot.mount.top];
  mountBase.set(
    'pos',
    basePosition.map((value, i) => value - mountTop[i]!),
  );
  model.merge(mount, base);

  const gripper = loadNamed(files, models.gripper, 'gripper0_', GRIPPER_COLOUR);
  model.merge(gripper, modelPart(world, 'body', 'robot0_right_hand', models.arm));

  base.set(
    'pos',
    robot.position.map((value, i) => value - (mountBottom[i]! - mountTop[i]! + basePosition[i]!)),
  );
  return model;
}

/** A model with every geom named and every name prefixed (MujocoXMLModel). */
function loadNamed(
  files: ModelSource,
  file: string,
  prefix: string,
  collisionColour: readonly number[],
): MjcfModel {
  const model = MjcfModel.load(files, file);
  const counts = { col: 0, vis: 0 };
  for (const element of model.root.walk()) {
    if (element.tag !== 'geom' || element.attributes.has('name')) continue;
    const group = element.get('group') === '1' ? 'vis' : 'col';
    element.set('name', `g${counts[group]++}_${group}`);
  }
  prefixNames(model.root, prefix);
  recolourCollisionGeoms(model.section('worldbody'), collisionColour);
  return model;
}

function positionOf(body: XmlElement): number[] {
  return numbersOf(body.get('pos') ?? '0 0 0');
}

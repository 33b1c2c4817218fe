import { XmlElement } from '../xml/xml-element.ts';

/**
 * The model for dynamics: without geoms that touch nothing and weigh nothing, and without what only they need. The
 * result moves bit by bit like the full one (../shared/libero/README.md) in a tenth of the memory. Geoms of group 1
 * that do collide, like the floor, stay.
 */
export function stripVisuals(mjcf: XmlElement): XmlElement {
  const visit = (element: XmlElement): XmlElement =>
    new XmlElement(
      element.tag,
      [...element.attributes].filter(([name]) => element.tag !== 'geom' || name !== 'material'),
      element.children.filter((child) => !isVisual(child)).map(visit),
    );
  const bare = visit(mjcf);
  // nothing reads them, and MuJoCo would work out all forces for them
  bare.children = bare.children.filter((child) => child.tag !== 'sensor');
  const used = new Set<string | undefined>();
  for (const element of bare.walk()) if (element.tag === 'geom') used.add(element.get('mesh'));
  const asset = bare.child('asset');
  if (asset)
    asset.children = asset.children.filter((child) => child.tag === 'mesh' && used.has(child.get('name')));
  return bare;
}

function isVisual(element: XmlElement): boolean {
  // masses come from group 0 alone (inertiagrouprange in robosuite's base.xml)
  return (
    element.tag === 'geom' &&
    (element.get('group') ?? '0') !== '0' &&
    element.get('contype') === '0' &&
    element.get('conaffinity') === '0'
  );
}

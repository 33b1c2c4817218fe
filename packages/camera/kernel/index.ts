export { clearPicture } from './raster';
export { drawGeom } from './cluster';
export { endFragments, startFragments, countFragments } from './fragments';
export { lookUpHidden } from './hidden';
export { setLights } from './light';
export { setDepth, setPicture, setSamples, setScissor, setScratch, setView } from './state';
export { countVisible, listVisible, setRecords, setTables, startVisible } from './visible';
export { setUpVisible } from './setup';
export {
  blendFragments, finishFragments, listFragments, resolve, setMirror, setResolve, setSlots, shadeFragments,
} from './resolve';
export { copyColours, copyTiles, writeDepth, writeRgb, writeSegmentation } from './output';

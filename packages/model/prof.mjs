import { readAtlasModel } from './dist/atlas/atlas-model.js';
import { stepGraph } from './dist/atlas/atlas-graphs.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import fs from 'node:fs';
const m=await readAtlasModel(process.argv[2],{languageModel:'/tmp/model-lm'});
const g=stepGraph(m,{features:true});
const s=await InferenceSession.create(g.encode(),{intraOpNumThreads:1,enableProfiling:true,profileFilePrefix:'/tmp/ortprof',extra:{session:{model_external_initializers_file_folder_path:m.table.folder}}});
const feeds={}; for(const i of g.inputs){const n=i.shape.reduce((a,b)=>a*b,1); feeds[i.name]=new Tensor(i.type,i.type==='uint8'?new Uint8Array(n).fill(100):new Float32Array(n).fill(.5),i.shape);}
for(let i=0;i<4;i++) await s.run(feeds);
s.endProfiling();
const f=fs.readdirSync('/tmp').filter(x=>x.startsWith('ortprof')).sort().at(-1);
const ev=JSON.parse(fs.readFileSync('/tmp/'+f,'utf8')).filter(e=>e.cat==='Node'&&e.name.endsWith('kernel_time'));
const by={}; for(const e of ev){const k=e.args.op_name; (by[k]??=[0,0])[0]+=e.dur; by[k][1]++;}
for(const [k,v] of Object.entries(by).sort((a,b)=>b[1][0]-a[1][0])) console.log(k,(v[0]/4000).toFixed(1)+'ms',v[1]/4);
fs.unlinkSync('/tmp/'+f);

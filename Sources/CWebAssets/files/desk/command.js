import{newId}from'/shared/outbox.js';const ANSWER_MS=10_000;export class CommandError extends Error{constructor(frame){super(frame.message??frame.code);this.code=String(frame.code);this.frame=frame;}}
const unsent=()=>new CommandError({type:'error',code:'offline'});export class Commands{constructor(socket){this.socket=socket;this.waiting=new Map();}
send(frame){const id=newId();return new Promise((resolve,reject)=>{if(!this.socket.send({...frame,client_id:id}))return reject(unsent());const timer=window.setTimeout(()=>{this.waiting.delete(id);reject(unsent());},ANSWER_MS);this.waiting.set(id,{resolve,reject,timer});});}
answered(frame){const command=frame.client_id?this.waiting.get(frame.client_id):undefined;if(!command)return false;clearTimeout(command.timer);this.waiting.delete(frame.client_id);if(frame.type==='ack')command.resolve(frame);else command.reject(new CommandError(frame));return true;}
abandon(){for(const command of this.waiting.values()){clearTimeout(command.timer);command.reject(unsent());}
this.waiting.clear();}}

const TYPING_MS=5_000;const LOCAL='local';const ALWAYS=['ticket_id','number','subject','status','chat','priority','user_id','user_name','created_at','updated_at'];const SOMETIMES=['assignee','waiting_since','follows','follow_up','rating','preview'];export function initialTicket(ticketId=''){return{ticket_id:ticketId,number:0,subject:'',status:'open',chat:'waiting',priority:'normal',user_id:'',user_name:'',assignee:null,base:0,seq:0,created_at:'',updated_at:'',waiting_since:null,follows:null,follow_up:null,follow_up_number:null,rating:null,preview:null,marks:{user:{delivered:0,seen:0},staff:{delivered:0,seen:0}},entries:[],ahead:{},needsSync:false,resync:false,typing:{},queue:null,viewing:[],};}
function fold(s,e){switch(e.type){case'ticket_created':
return{ticket_id:e.ticket_id,number:e.number,subject:e.subject,priority:e.priority??'normal',user_id:e.user_id,user_name:e.user_name,follows:e.follows??null,status:'open',chat:'waiting',assignee:null,created_at:e.at,waiting_since:e.at,};case'message':{const typing={...s.typing};for(const key of Object.keys(typing))if(typing[key].from===e.from&&(e.from==='user'||typing[key].name===e.author_name))delete typing[key];return{preview:{from:e.from,text:e.text,at:e.at},typing};}
case'assigned':
return{assignee:{staff_id:e.staff_id,name:e.staff_name},chat:'live',waiting_since:null,queue:null};case'unassigned':
return{assignee:null,chat:'waiting',waiting_since:e.at,typing:{}};case'staff_offline':
return{chat:'paused',waiting_since:e.at,typing:{}};case'status':{if(e.status==='resolved')return{status:'resolved',chat:'ended',waiting_since:null,queue:null,typing:{}};if(e.status==='closed')return{status:'closed',chat:'closed',waiting_since:null,queue:null,typing:{}};if(e.was==='resolved')return{status:e.status,chat:'waiting',assignee:null,waiting_since:e.at};return{status:e.status};}
case'priority':
return{priority:e.priority};case'rated':
return{rating:e.comment?{score:e.score,comment:e.comment}:{score:e.score}};case'follow_up':
return{follow_up:e.to,follow_up_number:e.number};default:
return{};}}
function append(s,incoming){let ahead=null;let replaced=null;for(const e of incoming){if(e.seq<=s.seq){const i=e.seq-s.base-1;if(i>=0&&s.entries[i]?.[LOCAL]&& !e[LOCAL]){replaced??=[...s.entries];replaced[i]=e;}}else if(!(s.ahead[e.seq]??ahead?.[e.seq])||((ahead??s.ahead)[e.seq]?.[LOCAL]&& !e[LOCAL])){ahead??={...s.ahead};ahead[e.seq]=e;}}
if(replaced)s={...s,entries:replaced};if(!ahead)return s;if(!ahead[s.seq+1])return{...s,ahead,needsSync:true};const added=[];let next=s;for(let e=ahead[next.seq+1];e;e=ahead[next.seq+1]){delete ahead[e.seq];added.push(e);next={...next,...fold(next,e),seq:e.seq,updated_at:e.at};}
return{...next,entries:[...s.entries,...added],ahead,needsSync:Object.keys(ahead).length>0};}
function mergeMarks(a,b){const side=(k)=>({delivered:Math.max(a[k].delivered,b?.[k]?.delivered?? 0),seen:Math.max(a[k].seen,b?.[k]?.seen?? 0),});return{user:side('user'),staff:side('staff')};}
function adopt(s,t){const next={...s,marks:mergeMarks(s.marks,t.marks)};for(const key of[...ALWAYS,...SOMETIMES])next[key]=t[key]??null;return(next);}
export function reduce(s,f,now=0){if(f.ticket_id!==undefined&&s.ticket_id&&f.ticket_id!==s.ticket_id)return s;switch(f.type){case'snapshot':{const entries=(f.entries??[]);const fits=entries.filter((e)=>e.seq<=f.ticket.seq);const base=fits.length?fits[0].seq-1:f.ticket.seq;const fresh={...adopt(initialTicket(),f.ticket),base,seq:f.ticket.seq,entries:fits,marks:mergeMarks(s.marks,f.ticket.marks),queue:s.queue,viewing:s.viewing};return append(fresh,[...entries.filter((e)=>e.seq>f.ticket.seq),...Object.values(s.ahead),...s.entries.filter((e)=>e.seq>f.ticket.seq)]);}
case'older':{const older=(f.entries).filter((e)=>e.seq<=s.base);if(!older.length||older[older.length-1].seq!==s.base)return s;return{...s,base:older[0].seq-1,entries:[...older,...s.entries]};}
case'synced':{let next={...s,resync:false,needsSync:s.seq<f.seq||Object.keys(s.ahead).length>0};if(f.ticket)next=f.ticket.seq===s.seq?adopt(next,f.ticket):{...next,marks:mergeMarks(next.marks,f.ticket.marks)};return next;}
case'resync':
return{...s,resync:true,needsSync:true};case'marks':
return{...s,marks:mergeMarks(s.marks,f.marks)};case'typing':
return{...s,typing:{...s.typing,[`${f.from}:${f.name??''}`]:{from:f.from,name:f.name??'',until:now+TYPING_MS}}};case'queue':
return{...s,queue:{position:f.position,of:f.of,estimate_seconds:f.estimate_seconds??null,staff_online:Boolean(f.staff_online)}};case'viewing':
return{...s,viewing:f.staff??[]};default:
return typeof f.seq==='number'&&typeof f.at==='string'&&f.type!=='ack'&&f.type!=='error'?append(s,[(f)]):s;}}
export function applyAck(s,ack,item,me){const{type,text,offline}=item.frame;if((s.ticket_id&&ack.ticket_id!==s.ticket_id)|| !text|| !['message','note','create_ticket'].includes(type))return s;const entry={type:type==='note'?'note':'message',ticket_id:ack.ticket_id,seq:ack.seq,at:ack.at,author_id:me.id,author_name:me.name,text,client_id:item.client_id,[LOCAL]:true,};if(entry.type==='message')entry.from=me.from;if(offline)entry.offline=true;return append(s,[entry]);}
export function markOf(s,e){const other=e.from==='user'?s.marks.staff:s.marks.user;return e.seq<=other.seen?'seen':e.seq<=other.delivered?'delivered':'sent';}
export function asTicket(s){const from=s;const t={seq:s.seq,marks:s.marks};for(const key of ALWAYS)t[key]=from[key];for(const key of SOMETIMES)if(from[key]!==null)t[key]=from[key];return t;}

import{belongs,LIST_NAMES,order}from'./lists.js';const unread=()=>({phase:'idle',next:undefined,boundary:undefined});export class DeskStore extends EventTarget{constructor(me){super();this.me=me;this.tickets=new Map();this.touched=new Map();this.pages={waiting:unread(),mine:unread(),pending:unread(),resolved:unread(),all:unread()};this.counts=undefined;this.staff=new Map();this.customers=new Map();this.viewing=new Map();this.search={q:'',ids:[],next:undefined,phase:'idle'};this.revision=0;}
#tell(topic){this.dispatchEvent(new CustomEvent('change',{detail:topic}));}
upsert(ticket){const taken=this.#put(ticket);if(taken)this.#tell('tickets');return taken;}
#put(ticket){const known=this.tickets.get(ticket.ticket_id);if(known&&ticket.seq<known.seq)return false;this.tickets.set(ticket.ticket_id,ticket);this.touched.set(ticket.ticket_id,++this.revision);return true;}
applyEntry(entry){const known=this.tickets.get(entry.ticket_id);if(!known||entry.seq!==known.seq+1)return false;return this.upsert(fold(known,entry));}
setMarks(ticketId,marks){const known=this.tickets.get(ticketId);if(known)this.upsert({...known,marks});}
receive(frame){switch(frame.type){case'ticket':this.upsert(frame.ticket);return true;case'new_ticket':if(frame.summary)this.upsert(frame.summary);return true;case'counts':{const{waiting,mine,pending,resolved,all}=frame;this.counts={waiting,mine,pending,resolved,all};this.#tell('counts');return true;}
case'staff':
this.staff.set(frame.staff_id,{staff_id:frame.staff_id,name:frame.name,online:frame.online});this.#tell('people');return true;case'user_presence':
this.customers.set(frame.user_id,frame.online);this.#tell('people');return true;case'viewing':
this.viewing.set(frame.ticket_id,frame.staff.filter((one)=>one.staff_id!==this.me));this.#tell('viewing');return true;case'marks':this.setMarks(frame.ticket_id,frame.marks);return false;default:return false;}}
setCounts(counts){if(!counts)return;this.counts=counts;this.#tell('counts');}
begin(list){if(this.pages[list].phase!=='ready')this.pages[list]={...this.pages[list],phase:'loading'};this.#tell('tickets');return this.revision;}
beginMore(list){this.pages[list]={...this.pages[list],phase:'loading'};this.#tell('tickets');}
fail(list){this.pages[list]={...this.pages[list],phase:'failed'};this.#tell('tickets');}
fill(list,tickets,next,asOf){const boundary=next?tickets[tickets.length-1]:undefined;const there=new Set(tickets.map((ticket)=>ticket.ticket_id));for(const row of this.#members(list,boundary)){if(!there.has(row.ticket_id)&&(this.touched.get(row.ticket_id)?? 0)<=asOf)this.tickets.delete(row.ticket_id);}
for(const ticket of tickets)this.#put(ticket);this.pages[list]={phase:'ready',next,boundary};this.#tell('tickets');}
extend(list,tickets,next){for(const ticket of tickets)this.#put(ticket);const boundary=next?tickets[tickets.length-1]??this.pages[list].boundary:undefined;this.pages[list]={phase:'ready',next,boundary};this.#tell('tickets');}
distrust(){for(const list of LIST_NAMES)this.pages[list]={...this.pages[list],phase:'idle'};this.viewing.clear();this.#tell('tickets');}
rows(list){return this.#members(list,this.pages[list].boundary);}
#members(list,boundary){const compare=order(list);const rows=[];for(const ticket of this.tickets.values()){if(belongs(ticket,list,this.me)&&(!boundary||compare(ticket,boundary)<=0))rows.push(ticket);}
return rows.sort(compare);}
beginSearch(q){const same=this.search.q===q;this.search={q,ids:same?this.search.ids:[],next:undefined,phase:q?'loading':'idle'};this.#tell('tickets');}
fillSearch(q,tickets,next,further){if(q!==this.search.q)return;for(const ticket of tickets)this.#put(ticket);const ids=tickets.map((ticket)=>ticket.ticket_id);this.search={q,ids:further?[...new Set([...this.search.ids,...ids])]:ids,next,phase:'ready'};this.#tell('tickets');}
failSearch(q){if(q!==this.search.q)return;this.search={...this.search,phase:'failed'};this.#tell('tickets');}
found(){return this.search.ids.flatMap((id)=>this.tickets.get(id)??[]);}
paused(){return[...this.tickets.values()].filter((ticket)=>ticket.chat==='paused'&&belongs(ticket,'mine',this.me));}
ofCustomer(userId){return[...this.tickets.values()].filter((ticket)=>ticket.user_id===userId).sort((a,b)=>b.number-a.number);}
setStaff(agents){for(const{staff_id,name,online}of agents)this.staff.set(staff_id,{staff_id,name,online});this.#tell('people');}
setCustomer(userId,online){this.customers.set(userId,online);this.#tell('people');}}
export function fold(ticket,entry){const next={...ticket,seq:entry.seq,updated_at:entry.at};switch(entry.type){case'assigned':
next.assignee={staff_id:entry.staff_id,name:entry.staff_name};next.chat='live';break;case'unassigned':
delete next.assignee;next.chat='waiting';break;case'staff_offline':next.chat='paused';break;case'status':
next.status=entry.status;if(entry.status==='resolved')next.chat='ended';else if(entry.status==='closed')next.chat='closed';else if(entry.was==='resolved'){next.chat='waiting';delete next.assignee;}
break;case'priority':next.priority=entry.priority;break;case'rated':next.rating={score:entry.score,...(entry.comment?{comment:entry.comment}:{})};break;case'follow_up':next.follow_up=entry.to;break;case'message':next.preview={from:entry.from,text:entry.text,at:entry.at};break;default:break;}
const waits=next.chat==='waiting'||next.chat==='paused';if(!waits)delete next.waiting_since;else if(next.chat!==ticket.chat)next.waiting_since=entry.at;return next;}

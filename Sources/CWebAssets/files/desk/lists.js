export const LIST_NAMES=Object.freeze(['waiting','mine','pending','resolved','all']);export function belongs(ticket,list,me){const active=ticket.status==='open'||ticket.status==='pending';switch(list){case'waiting':return active&&(ticket.chat==='waiting'||ticket.chat==='paused');case'mine':return active&&ticket.assignee?.staff_id===me;case'pending':return ticket.status==='pending';case'resolved':return ticket.status==='resolved';case'all':return ticket.status!=='closed';}}
export function order(list){return list==='waiting'?byWait:byChange;}
function byWait(a,b){return urgency(a)-urgency(b)||text(since(a),since(b))||text(a.ticket_id,b.ticket_id);}
function byChange(a,b){return text(b.updated_at,a.updated_at)||text(b.ticket_id,a.ticket_id);}
const urgency=(ticket)=>(ticket.priority==='urgent'? 0:1);const since=(ticket)=>ticket.waiting_since??ticket.created_at;const text=(a,b)=>(a<b? -1:a>b? 1:0);

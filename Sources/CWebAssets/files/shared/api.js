const TIMEOUT_MS=15_000;export class ApiError extends Error{constructor(code,message,status,retryAfterMs){super(message);this.name='ApiError';this.code=code;this.status=status;this.retryAfterMs=retryAfterMs??null;}}
export class Api{constructor(options){this.token=options?.token??(()=>null);}
headers(){const token=this.token();return token?{Authorization:`Bearer ${token}`}:{};}
async request(method,path,body){const abort=new AbortController();const timer=setTimeout(()=>abort.abort(),TIMEOUT_MS);let response;try{response=await fetch(`/api/v1${path}`,{method,credentials:'same-origin',signal:abort.signal,headers:{...this.headers(),...(method==='GET'?{}:{'Content-Type':'application/json'})},body:method==='GET'?undefined:JSON.stringify(body??{}),});}catch{throw new ApiError('offline','No answer from the server.',0);}finally{clearTimeout(timer);}
if(response.status===204)return null;const answer=await response.json().catch(()=>null);if(response.ok&&answer!==null)return answer;const retry=Number(response.headers.get('Retry-After'));throw new ApiError(answer?.error?.code??'internal',answer?.error?.message??response.statusText,response.status,retry?retry*1000:undefined);}
get(path){return this.request('GET',path);}
post(path,body){return this.request('POST',path,body);}
patch(path,body){return this.request('PATCH',path,body);}
async snapshot(ticketId,count=200){const path=`/tickets/${encodeURIComponent(ticketId)}`;const{ticket}=await this.get(path);const{entries}=await this.get(`${path}/entries?before=${ticket.seq+1}&limit=${count}`);return{type:'snapshot',ticket_id:ticket.ticket_id,ticket,entries};}
async older(ticketId,before,count=200){const{entries}=await this.get(`/tickets/${encodeURIComponent(ticketId)}/entries?before=${before}&limit=${count}`);return{type:'older',ticket_id:ticketId,entries};}}

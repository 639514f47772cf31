async function enter(customer,path,fields){const{socket,current}=customer;socket?.stop();try{customer.become(await customer.api.post(path,fields));}catch(error){if(customer.socket===socket)socket?.start();throw error;}
if(current)customer.open(current);}
export async function register(customer,fields){await enter(customer,'/customers/register',fields);}
export async function login(customer,fields){await enter(customer,'/customers/login',fields);}
export async function logout(customer){await customer.api.post('/logout').catch(()=>null);for(const item of customer.outbox.items)customer.outbox.discard(item.client_id);customer.drafts.clear();customer.become(null);}
export const isRegistered=(customer)=>Boolean(customer.identity?.me.email);

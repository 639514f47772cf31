export async function register(customer,fields){customer.become(await customer.api.post('/customers/register',fields));}
export async function login(customer,fields){customer.become(await customer.api.post('/customers/login',fields));}
export async function logout(customer){await customer.api.post('/logout').catch(()=>null);for(const item of customer.outbox.items)customer.outbox.discard(item.client_id);customer.drafts.clear();customer.become(null);}
export const isRegistered=(customer)=>Boolean(customer.identity?.me.email);

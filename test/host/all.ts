/* What runs inside the extension host, in this order: the documents take the place of the extension's, which has ended by then. */
import './commands.ts';
import './apply.ts';
import './assistants.ts';
import './agent.ts';
import './disposal.ts';
import './documents.ts';

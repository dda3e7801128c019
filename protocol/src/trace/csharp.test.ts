import assert from 'node:assert/strict';
import { samples } from './testing/samples.ts';
import { shown } from './testing/shown.ts';

describe('a stack trace of .NET', () => {
  it('is read with inner exceptions and the names that the compiler made', () => {
    assert.equal(
      shown(samples.csharp),
      `csharp
System.ArgumentException: bad arg (Parameter 'x')
  - <unknown> MoveNext (System.Linq.Enumerable.SelectListIterator\`2)
  * /src/Cart.cs:12 Total (Shop.Cart)
System.InvalidOperationException: outer
  - <unknown> lambda_method12
  * /src/O.cs:4 Get (Shop.Outer.Nested\`1[T])
  * /src/O.cs:3 .ctor (Shop.Outer.Inner)
  * /src/Program.cs:3 Main (Shop.Program)
  * /src/Program.cs:3 Local (Shop.Program)
  * <unknown> Main (Shop.Program)
  - <unknown> ThrowForNonSuccess (System.Runtime.CompilerServices.TaskAwaiter)
  * /src/Cart.cs:25 RunAsync (Shop.Cart)
  * C:\\src\\Shop\\Cart.cs:20 TotalAsync (Shop.Cart)`,
    );
  });

  it('lists the exceptions of an aggregate', () => {
    assert.equal(
      shown(`System.AggregateException: One or more errors occurred. (one) (two)
 ---> System.Exception: one
   at A.F() in /a.cs:line 1
   --- End of inner exception stack trace ---
   at System.Threading.Tasks.Task.Wait()
   at A.Main() in /a.cs:line 9
 ---> (Inner Exception #1) System.FormatException: two
   at A.G() in /a.cs:line 2<---`),
      `csharp
System.Exception: one
  * /a.cs:1 F (A)
System.FormatException: two
  * /a.cs:2 G (A)
System.AggregateException: One or more errors occurred. (one) (two)
  * /a.cs:9 Main (A)
  - <unknown> Wait (System.Threading.Tasks.Task)`,
    );
  });

  it("may be Mono's, with all exceptions on one line", () => {
    assert.equal(
      shown(`System.AggregateException: One or more errors occurred. (outer
line two) ---> System.InvalidOperationException: outer
line two ---> System.NullReferenceException: Object reference not set to an instance of an object
  at Shop.Cart.Run () [0x0006d] in /srv/shop/A.cs:5 
   --- End of inner exception stack trace ---
  at Shop.Cart.Run () [0x00082] in /srv/shop/A.cs:5 
   --- End of inner exception stack trace ---
  at System.Threading.Tasks.Task.ThrowIfExceptional (System.Boolean includeTaskCanceledExceptions) [0x00014] in <12b418a7818c4ca0893feeaaf67f1e7f>:0 
  at System.Threading.Tasks.Task.Wait (System.Int32 millisecondsTimeout, System.Threading.CancellationToken cancellationToken) [0x00052] in <12b418a7818c4ca0893feeaaf67f1e7f>:0 
  at System.Threading.Tasks.Task.Wait () [0x00000] in <12b418a7818c4ca0893feeaaf67f1e7f>:0 
  at Shop.Cart.Main (System.String[] a) [0x00010] in /srv/shop/A.cs:6 
---> (Inner Exception #0) System.InvalidOperationException: outer
line two ---> System.NullReferenceException: Object reference not set to an instance of an object
  at Shop.Cart.Run () [0x0006d] in /srv/shop/A.cs:5 
   --- End of inner exception stack trace ---
  at Shop.Cart.Run () [0x00082] in /srv/shop/A.cs:5 <---`),
      `csharp
System.NullReferenceException: Object reference not set to an instance of an object
  * /srv/shop/A.cs:5 Run (Shop.Cart)
System.InvalidOperationException: outer
line two
  * /srv/shop/A.cs:5 Run (Shop.Cart)
System.AggregateException: One or more errors occurred. (outer
line two)
  * /srv/shop/A.cs:6 Main (Shop.Cart)
  - <unknown> Wait (System.Threading.Tasks.Task)
  - <unknown> Wait (System.Threading.Tasks.Task)
  - <unknown> ThrowIfExceptional (System.Threading.Tasks.Task)`,
    );
  });

  it('is found twice where Mono prints it twice', () => {
    assert.equal(
      shown(`
Unhandled Exception:
System.ArgumentOutOfRangeException: Index was out of range. Must be non-negative and less than the size of the collection.
Parameter name: index
  at System.Collections.Generic.List\`1[T].get_Item (System.Int32 index) [0x0000c] in <12b418a7818c4ca0893feeaaf67f1e7f>:0 
  at Shop.Cart.Get[T] (System.Collections.Generic.List\`1[T] l) [0x00003] in /srv/shop/A.cs:4 
  at Shop.Cart.<Main>m__0 () [0x0000a] in /srv/shop/A.cs:6 
  at Shop.Cart.Main (System.String[] a) [0x00048] in /srv/shop/A.cs:6 
[ERROR] FATAL UNHANDLED EXCEPTION: System.ArgumentOutOfRangeException: Index was out of range. Must be non-negative and less than the size of the collection.
Parameter name: index
  at System.Collections.Generic.List\`1[T].get_Item (System.Int32 index) [0x0000c] in <12b418a7818c4ca0893feeaaf67f1e7f>:0 
  at Shop.Cart.Get[T] (System.Collections.Generic.List\`1[T] l) [0x00003] in /srv/shop/A.cs:4 
  at Shop.Cart.<Main>m__0 () [0x0000a] in /srv/shop/A.cs:6 
  at Shop.Cart.Main (System.String[] a) [0x00048] in /srv/shop/A.cs:6`),
      `csharp
System.ArgumentOutOfRangeException: Index was out of range. Must be non-negative and less than the size of the collection.
Parameter name: index
  * /srv/shop/A.cs:6 Main (Shop.Cart)
  * /srv/shop/A.cs:6 Main (Shop.Cart)
  * /srv/shop/A.cs:4 Get (Shop.Cart)
  - <unknown> get_Item (System.Collections.Generic.List\`1[T])

csharp
System.ArgumentOutOfRangeException: Index was out of range. Must be non-negative and less than the size of the collection.
Parameter name: index
  * /srv/shop/A.cs:6 Main (Shop.Cart)
  * /srv/shop/A.cs:6 Main (Shop.Cart)
  * /srv/shop/A.cs:4 Get (Shop.Cart)
  - <unknown> get_Item (System.Collections.Generic.List\`1[T])`,
    );
  });

  it('is read behind the indentation of a logger', () => {
    assert.equal(
      shown(`fail: Microsoft.AspNetCore.Server.Kestrel[13]
      Connection id "0HM", Request id "0HM:1": An unhandled exception was thrown by the application.
      System.NullReferenceException: Object reference not set to an instance of an object.
         at Shop.Controllers.Cart.Get(Int32 id) in /app/Cart.cs:line 12
         at Microsoft.AspNetCore.Mvc.Infrastructure.ActionMethodExecutor.Execute(Object o)
info: x[0]`),
      `csharp
System.NullReferenceException: Object reference not set to an instance of an object.
  - <unknown> Execute (Microsoft.AspNetCore.Mvc.Infrastructure.ActionMethodExecutor)
  * /app/Cart.cs:12 Get (Shop.Controllers.Cart)`,
    );
  });

  it('may have inner exceptions without frames', () => {
    assert.equal(
      shown(`System.Web.HttpUnhandledException (0x80004005): Exception of type 'System.Web.HttpUnhandledException' was thrown. ---> System.Data.SqlClient.SqlException: Timeout expired. ---> System.ComponentModel.Win32Exception: The wait operation timed out
   --- End of inner exception stack trace ---
   at Shop.Db.Query(String sql)
   --- End of inner exception stack trace ---
   at System.Web.UI.Page.HandleError(Exception e)`),
      `csharp
System.ComponentModel.Win32Exception: The wait operation timed out
System.Data.SqlClient.SqlException: Timeout expired.
  * <unknown> Query (Shop.Db)
System.Web.HttpUnhandledException: Exception of type 'System.Web.HttpUnhandledException' was thrown.
  - <unknown> HandleError (System.Web.UI.Page)`,
    );
  });
});

import assert from 'node:assert/strict';
import { samples } from './testing/samples.ts';
import { shown } from './testing/shown.ts';

describe('a stack trace of the JVM', () => {
  it('is read with its causes, what they share with the outer one, and what was suppressed', () => {
    assert.equal(
      shown(samples.java),
      `java
NullPointerException: Cannot invoke "String.length()" because "<parameter1>" is null
  * Main.java:14 main (Main)
  * Main.java:8 top (Main)
  * Main.java:8 lambda$top$0 (Main)
  * Main.java:7 mid (Main)
  * Main.java:6 low (Main)
IllegalStateException: close
IllegalArgumentException: mid
second line
  * Main.java:14 main (Main)
  * Main.java:8 top (Main)
  * Main.java:8 lambda$top$0 (Main)
  * Main.java:7 mid (Main)
Main$Deep: outer
  * Main.java:14 main (Main)`,
    );
  });

  it('may refer to itself, and stand among others', () => {
    assert.equal(
      shown(`java.lang.Exception: x
\tat Main.main(Main.java:10)
Caused by: java.lang.Exception: y
\t... 1 more
Caused by: [CIRCULAR REFERENCE: java.lang.Exception: x]
java.lang.ClassCastException: class java.lang.String cannot be cast to class java.lang.Integer (java.lang.String and java.lang.Integer are in module java.base of loader 'bootstrap')
\tat Main.lambda$main$1(Main.java:11)
\tat java.base/java.lang.Iterable.forEach(Iterable.java:75)
\tat Main.main(Main.java:11)
java.lang.reflect.InvocationTargetException
\tat java.base/jdk.internal.reflect.NativeMethodAccessorImpl.invoke0(Native Method)
\tat java.base/jdk.internal.reflect.NativeMethodAccessorImpl.invoke(NativeMethodAccessorImpl.java:77)
\tat java.base/jdk.internal.reflect.DelegatingMethodAccessorImpl.invoke(DelegatingMethodAccessorImpl.java:43)
\tat java.base/java.lang.reflect.Method.invoke(Method.java:569)
\tat Main.main(Main.java:12)
Caused by: java.lang.IllegalArgumentException: mid
second line
\tat Main.mid(Main.java:7)
\t... 5 more
Caused by: java.lang.NullPointerException: Cannot invoke "String.length()" because "<parameter1>" is null
\tat Main.low(Main.java:6)
\t... 6 more
Exception in thread "pool-1-thread-1" Main$Deep
\tat Main.lambda$main$2(Main.java:13)
\tat java.base/java.lang.Thread.run(Thread.java:840)`),
      `java
Exception: y
  * Main.java:10 main (Main)
Exception: x
  * Main.java:10 main (Main)

java
ClassCastException: class java.lang.String cannot be cast to class java.lang.Integer (java.lang.String and java.lang.Integer are in module java.base of loader 'bootstrap')
  * Main.java:11 main (Main)
  - Iterable.java:75 forEach (java.lang.Iterable)
  * Main.java:11 lambda$main$1 (Main)

java
NullPointerException: Cannot invoke "String.length()" because "<parameter1>" is null
  * Main.java:12 main (Main)
  - Method.java:569 invoke (java.lang.reflect.Method)
  - DelegatingMethodAccessorImpl.java:43 invoke (jdk.internal.reflect.DelegatingMethodAccessorImpl)
  - NativeMethodAccessorImpl.java:77 invoke (jdk.internal.reflect.NativeMethodAccessorImpl)
  - <unknown> invoke0 (jdk.internal.reflect.NativeMethodAccessorImpl)
  * Main.java:7 mid (Main)
  * Main.java:6 low (Main)
IllegalArgumentException: mid
second line
  * Main.java:12 main (Main)
  - Method.java:569 invoke (java.lang.reflect.Method)
  - DelegatingMethodAccessorImpl.java:43 invoke (jdk.internal.reflect.DelegatingMethodAccessorImpl)
  - NativeMethodAccessorImpl.java:77 invoke (jdk.internal.reflect.NativeMethodAccessorImpl)
  - <unknown> invoke0 (jdk.internal.reflect.NativeMethodAccessorImpl)
  * Main.java:7 mid (Main)
InvocationTargetException: 
  * Main.java:12 main (Main)
  - Method.java:569 invoke (java.lang.reflect.Method)
  - DelegatingMethodAccessorImpl.java:43 invoke (jdk.internal.reflect.DelegatingMethodAccessorImpl)
  - NativeMethodAccessorImpl.java:77 invoke (jdk.internal.reflect.NativeMethodAccessorImpl)
  - <unknown> invoke0 (jdk.internal.reflect.NativeMethodAccessorImpl)

java
Main$Deep: 
  - Thread.java:840 run (java.lang.Thread)
  * Main.java:13 lambda$main$2 (Main)`,
    );
  });

  it('is read behind a log line, with the places that log4j and logback add', () => {
    assert.equal(
      shown(`2024-05-01 12:00:00,123 ERROR [http-nio-8080-exec-1] c.s.CartController - failed
com.shop.CartException: Cart 12 is broken
\tat com.shop.CartService.total(CartService.kt:42) ~[classes/:?]
\tat com.shop.CartService$$FastClassBySpringCGLIB$$1.invoke(<generated>) ~[classes/:?]
\tat com.sun.proxy.$Proxy12.total(Unknown Source) ~[?:?]
\tat app//org.springframework.aop.framework.ReflectiveMethodInvocation.proceed(ReflectiveMethodInvocation.java:163) ~[spring-aop-5.3.9.jar!/:5.3.9]
\tat java.base@17.0.1/java.lang.Thread.run(Thread.java:833) [?:?]
Caused by: java.lang.IllegalStateException: no price
\tat com.shop.Price.of(Price.scala:7) ~[classes/:?]
\tat Main$$Lambda$14/0x0000000800c03000.run(Unknown Source)
\tat Main$$Lambda/0x00007f.run(Unknown Source)
\t... 4 common frames omitted
2024-05-01 12:00:01,123 INFO next`),
      `java
IllegalStateException: no price
  - Thread.java:833 run (java.lang.Thread)
  - ReflectiveMethodInvocation.java:163 proceed (org.springframework.aop.framework.ReflectiveMethodInvocation)
  - <unknown> total (com.sun.proxy.$Proxy12)
  - <generated> invoke (com.shop.CartService$$FastClassBySpringCGLIB$$1)
  * <unknown> run (Main$$Lambda/0x00007f)
  * <unknown> run (Main$$Lambda$14/0x0000000800c03000)
  * Price.scala:7 of (com.shop.Price)
CartException: Cart 12 is broken
  - Thread.java:833 run (java.lang.Thread)
  - ReflectiveMethodInvocation.java:163 proceed (org.springframework.aop.framework.ReflectiveMethodInvocation)
  - <unknown> total (com.sun.proxy.$Proxy12)
  - <generated> invoke (com.shop.CartService$$FastClassBySpringCGLIB$$1)
  * CartService.kt:42 total (com.shop.CartService)`,
    );
  });

  it('may come from Android, Kotlin or an obfuscator', () => {
    assert.equal(
      shown(`java.lang.RuntimeException: Unable to start activity ComponentInfo{com.x/com.x.Main}: java.lang.NullPointerException: x
\tat android.app.ActivityThread.performLaunchActivity(ActivityThread.java:3449)
\tat com.x.FooTest.returns a value when x(FooTest.kt:3)
\tat a.b.c.d(SourceFile:12)
\tat a.b.e.<init>(Unknown Source:7)
\tat a.b.e.<clinit>(:3)
\tat dalvik.system.NativeStart.main(Native Method)`),
      `java
RuntimeException: Unable to start activity ComponentInfo{com.x/com.x.Main}: java.lang.NullPointerException: x
  - <unknown> main (dalvik.system.NativeStart)
  * <unknown>:3 <clinit> (a.b.e)
  * <unknown>:7 <init> (a.b.e)
  * SourceFile:12 d (a.b.c)
  * FooTest.kt:3 returns a value when x (com.x.FooTest)
  - ActivityThread.java:3449 performLaunchActivity (android.app.ActivityThread)`,
    );
  });

  it('may have the root cause first', () => {
    assert.equal(
      shown(`java.lang.IllegalStateException: root
\tat com.shop.A.a(A.java:1)
Wrapped by: com.shop.BException: outer
\tat com.shop.B.b(B.java:2)
\tat com.shop.Main.main(Main.java:3)`),
      `java
IllegalStateException: root
  * A.java:1 a (com.shop.A)
BException: outer
  * Main.java:3 main (com.shop.Main)
  * B.java:2 b (com.shop.B)`,
    );
  });

  it('may name an error that is not called so', () => {
    assert.equal(
      shown(`Exception in thread "main" scala.MatchError: 5 (of class java.lang.Integer)
\tat shop.Cart$.$anonfun$total$1(Cart.scala:12)
\tat scala.collection.immutable.List.map(List.scala:246)`),
      `java
MatchError: 5 (of class java.lang.Integer)
  - List.scala:246 map (scala.collection.immutable.List)
  * Cart.scala:12 $anonfun$total$1 (shop.Cart$)`,
    );
  });

  it('may have a message with empty lines', () => {
    assert.equal(
      shown(`Exception in thread "main" java.lang.ExceptionInInitializerError
\tat a.B.c(B.java:1)
Caused by: java.lang.RuntimeException: first line

third line
\tat a.D.e(D.java:2)
\t... 1 more`),
      `java
RuntimeException: first line

third line
  * B.java:1 c (a.B)
  * D.java:2 e (a.D)
ExceptionInInitializerError: 
  * B.java:1 c (a.B)`,
    );
  });
});

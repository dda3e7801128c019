/** Directories that hold code of others, on any platform; compared with `/` as the separator. */
const foreignParts =
  /\/(?:node_modules|bower_components|\.pnpm|\.yarn|site-packages|dist-packages|webpack\/runtime|vendor\/bundle|pkg\/mod)\/|\/webpack\/bootstrap/;
/** `<anonymous>`, `<frozen importlib._bootstrap>` and the like are nobody's file. */
const foreignStarts =
  /^(?:node:|internal\/(?:modules|process|main)\/|internal\/timers|electron\/js2c\/|(?:chrome|moz)-extension:|<|native$|$)/;
/** `/usr/lib/python3.12/json/…`, `C:/Python312/Lib/json/…`, `python312.zip/…` */
const pythonLibrary = /\/lib(?:64)?\/python\d[\d.]*t?\/|\/python\d+\/lib\/|\/python\d+\.zip\//i;

/** What is not the user's own on one platform, by file or by scope: the module or the qualified function. */
interface Foreign {
  readonly file?: RegExp;
  readonly scope?: RegExp;
}

const jvm: Foreign = {
  scope:
    /^(?:java|javax|jdk|sun|com\.sun|jakarta|kotlin|kotlinx|scala|groovy|clojure|android|androidx|dalvik|com\.android|libcore|akka|zio|cats|play|io\.(?:netty|micronaut|quarkus|vertx|reactivex|ktor|grpc|undertow|micrometer|opentelemetry|sentry|smallrye)|reactor|rx|okhttp3|okio|retrofit2|ch\.qos|lombok|feign|brave|oracle|com\.(?:google|fasterxml|zaxxer|mysql|mongodb|netflix|microsoft|ibm|oracle|amazonaws|squareup|facebook|github\.benmanes|intellij)|net\.bytebuddy|net\.sf|org\.(?:springframework|apache|hibernate|jboss|wildfly|eclipse|junit|testng|mockito|postgresql|h2|slf4j|aspectj|codehaus|gradle|jetbrains|glassfish|thymeleaf|flywaydb|liquibase|quartz|redisson|mariadb|mongodb|elasticsearch|xerial|xml|w3c|omg|ietf|yaml|jooq|scalatest|scalajs|graalvm|reactivestreams|assertj|hamcrest|opentest4j|objectweb|joda|json|robolectric))(?:\.|$)|\$\$(?:EnhancerBySpring|FastClassBySpring|SpringCGLIB)|(?:^|\.)\$Proxy\d/,
};
const foreign: Readonly<Record<string, Foreign>> = {
  java: jvm,
  kotlin: jvm,
  go: {
    file: /\/(?:usr\/local\/go|usr\/lib\/go(?:lang|-[\d.]+)?|go\d[\w.]*|program files\/go|libexec|hostedtoolcache\/go\/[^/]+\/[^/]+)\/src\/|\/vendor\/|@v\d|\/_testmain\.go$/i,
    scope:
      /^(?:runtime|net|testing|reflect|sync|syscall|encoding|fmt|io|os|sort|strings|bytes|bufio|strconv|time|html|regexp|math|crypto|compress|archive|unicode|errors|mime|hash|slices|maps|iter|context|database\/sql|text\/template|log\/slog|golang\.org\/x|google\.golang\.org)(?:[/.]|$)/,
  },
  rust: {
    file: /\/rustc\/|\/\.cargo\/(?:registry|git)\/|\/cargo\/(?:registry|git)\/|\/registry\/src\/|\/rustlib\/|\/library\/(?:std|core|alloc|test|panic_unwind)\/src\//,
    scope:
      /^(?:<+&?(?:mut |dyn )*)?(?:std|core|alloc|test|proc_macro|backtrace|backtrace_rs|__rustc|tokio|hyper|futures_\w+)(?:\[[0-9a-f]+\])?::|^(?:rust_begin_unwind|rust_panic|_?main|_?_?start\w*|__libc_start\w*|_pthread_start|clone3?|__rust_\w+|<unknown>|BaseThreadInitThunk|RtlUserThreadStart|_?start_thread|invoke_main)$/,
  },
  ruby: {
    file: /\/gems\/|\/lib\/ruby\/|\/ruby\/\d+\.\d+\.\d+\/|\/vendor\/(?:cache|ruby)\/|\/rubygems\/|^\/[\w-]+ \(\d[\w.]*\) |^\/\(eval/,
  },
  php: {
    file: /\/vendor\/|\/wp-includes\/|\/wp-admin\/|^\/\[internal|\/usr\/share\/(?:php|pear)\/|^\/phar:/,
  },
  csharp: {
    scope:
      /^(?:System|Microsoft|Mono|MS|Windows|Internal|Interop|UnityEngine|UnityEditor|Newtonsoft|Npgsql|MySql|Dapper|AutoMapper|MediatR|FluentValidation|Serilog|NLog|log4net|Grpc|Polly|StackExchange|Swashbuckle|Xunit|NUnit|Castle|Autofac|Sentry|Quartz|Hangfire|MassTransit|RabbitMQ|FSharp)(?:\.|$)|^lambda_method/,
  },
  dart: {
    file: /^\/(?:dart:|package:(?:flutter|flutter_test|flutter_web_plugins|sky_engine|test|test_api|async|http|dio|bloc|flutter_bloc|provider|riverpod|flutter_riverpod|stack_trace|sentry|sentry_flutter|collection|stream_channel|shelf|shelf_router|go_router|get|firebase_\w+|cloud_firestore)\/)|\/\.?pub-cache\/|\/flutter\/(?:packages|bin\/cache)\/|org-dartlang-sdk:|\/dart-sdk\/lib\//i,
  },
};

/**
 * Whether a frame is likely the user's own code: by its file, as the client reported it, and on platforms where the name
 * tells more than the file, by its scope: the module, or the qualified function if there is none.
 */
export function isInApp(file: string, platform?: string, scope?: string): boolean {
  const { file: files, scope: scopes } = (platform === undefined ? undefined : foreign[platform]) ?? {};
  if (scope !== undefined && scopes?.test(scope.slice(0, 500))) return false;
  const path = file.includes('\\') ? file.replaceAll('\\', '/') : file;
  // The JVM and .NET do not tell the file without debug information; there the scope decides alone.
  if (path === '<unknown>' && scope !== undefined && scope !== '' && scopes !== undefined) return true;
  if (foreignStarts.test(path)) return false;
  const rooted = path.startsWith('/') ? path : `/${path}`;
  return !files?.test(rooted) && !foreignParts.test(rooted) && !pythonLibrary.test(rooted);
}

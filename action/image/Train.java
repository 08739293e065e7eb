import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Logs in and out once, as a runner would have it, against a server with TLS on this machine, and
 * lets the JVM write the cache of what it loaded. Run as a source file by the JDK of the build.
 *
 * <p>{@code java Train.java JAVA APP}: the runtime's command, and the directory of the application.
 * {@code java Train.java --serve DIRECTORY} serves the same answers until it is killed; it writes
 * ca.pem there, and then its address into url.
 */
final class Train {
  private static final String KEY = "training.0123456789ABCDEFGHIJKLMNOPQRSTUV";
  private static final String PASSWORD = "training";

  private Train() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("--serve")) {
      Path directory = Path.of(args[1]);
      HttpsServer server = server(directory);
      server.start();
      Files.writeString(
          directory.resolve("url"), "https://127.0.0.1:" + server.getAddress().getPort());
      return;
    }
    Path app = Path.of(args[1]);
    Path scratch = Files.createTempDirectory("train");
    HttpsServer server = server(scratch);
    server.start();
    Map<String, String> environment = environment(scratch, server.getAddress().getPort());
    ProcessBuilder builder =
        new ProcessBuilder(
            args[0],
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:AOTCacheOutput=" + app.resolve("login.aot"),
            // Profiles serve the second compiler, which is off.
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTRecordTraining",
            "-Djdk.reflect.useNativeAccessorOnly=true",
            "--enable-native-access=ALL-UNNAMED",
            "-Dbaseten.login.authorities=" + app.resolve("authorities"),
            "-cp",
            app.resolve("baseten-login.jar").toString(),
            "io.github.basetenci.action.Rehearsal",
            environment.get("GITHUB_STATE"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    int code = builder.inheritIO().start().waitFor();
    server.stop(0);
    if (code != 0 || !Files.exists(app.resolve("login.aot"))) {
      throw new IllegalStateException("the training login failed with exit code " + code);
    }
    System.exit(0);
  }

  private static HttpsServer server(Path scratch) throws Exception {
    // As public servers have it: the key of the server is signed by an intermediate authority.
    Path store = scratch.resolve("store.p12");
    keytool(store, "root", "-keyalg", "RSA", "-keysize", "2048", "-ext", "bc:c");
    keytool(
        store, "middle", "-keyalg", "EC", "-groupname", "secp384r1", "-signer", "root", "-ext",
        "bc:c=ca:true,pathlen:0");
    keytool(
        store, "server", "-keyalg", "EC", "-groupname", "secp256r1", "-signer", "middle", "-ext",
        "SAN=IP:127.0.0.1", "-ext", "KU:c=digitalSignature", "-ext", "EKU=serverAuth");
    KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Certificate[] chain = made.getCertificateChain("server");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "server",
        made.getKey("server", PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        Arrays.copyOf(chain, 2));
    Files.writeString(
        scratch.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(chain[2].getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/v1/users/me",
        exchange ->
            answer(
                exchange,
                "{\"user_id\":\"u\",\"email\":\"e@example.com\",\"name\":\"n\",\"workspace_name\":\"w\"}"));
    server.createContext(
        "/v1/api_keys",
        exchange ->
            answer(
                exchange,
                "{\"keys\":[{\"prefix\":\"training\",\"type\":\"WORKSPACE_MANAGE_ALL\",\"name\":\"t\","
                    + "\"model_ids\":null,\"team_name\":\"t\",\"owner\":null}]}"));
    return server;
  }

  private static void keytool(Path store, String alias, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of(
            "-genkeypair", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass",
            PASSWORD, "-alias", alias, "-dname", "CN=" + alias + ", O=Training", "-validity", "2"));
    command.addAll(List.of(more));
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("keytool failed with exit code " + code);
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** As the runner sets it for a container action, with its directories below /github. */
  private static Map<String, String> environment(Path scratch, int port) throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    Path commands = Files.createDirectories(Path.of("/github/file_commands"));
    Files.createDirectories(Path.of("/github/home"));
    Files.createDirectories(Path.of("/github/workspace"));
    for (String name : new String[] {"GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STATE"}) {
      Path file = commands.resolve(name);
      Files.writeString(file, "");
      environment.put(name, file.toString());
    }
    String url = "https://127.0.0.1:" + port;
    environment.put("INPUT_API-KEY", KEY);
    environment.put("INPUT_REMOTE-URL", url);
    environment.put("INPUT_SANDBOX-URL", url);
    environment.put("INPUT_ALLOW-UNKNOWN-REMOTE", "true");
    environment.put("INPUT_CA-CERTIFICATE", scratch.resolve("ca.pem").toString());
    environment.put("BASETEN_ACTION_HOST_TEMP", "host:/home/runner/work/_temp");
    environment.put("GITHUB_REPOSITORY", "owner/repository");
    environment.put("RUNNER_WORKSPACE", "/home/runner/work/repository");
    environment.put("HOME", "/github/home");
    environment.put("LANG", "C.UTF-8");
    environment.put("PATH", "/usr/bin:/bin");
    return environment;
  }
}

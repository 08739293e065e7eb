package io.github.basetenci.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the main stages of a job left for their post stages, as it lies in {@code
 * src/test/resources/recorded}: {@code home} has the files in the mounted home, {@code job.json}
 * the variables of the job, and for each login its inputs, what main saved and which variables it
 * set; {@code sandbox} the key that main minted. The directory of the runner and the address of the
 * server stand there in a fixed form.
 */
record RecordedJob(Path files) {
  /** The newest recordings. */
  static final String NEWEST = "action-0.1.0";

  private static final String HOST = "/recorded/host";
  private static final String SERVER = "http://127.0.0.1:8000";

  /** A use of the action. */
  record Login(Map<String, String> inputs, Stage main) {}

  static RecordedJob newest(String name) throws URISyntaxException {
    URL root = RecordedJob.class.getResource("/recorded/" + NEWEST);
    if (root == null) {
      throw new IllegalStateException("there are no recordings " + NEWEST);
    }
    return new RecordedJob(Path.of(root.toURI()).resolve(name));
  }

  /** A job whose main stages have run, in an empty directory. */
  ActionWorld unpack(Path directory) throws IOException, JsonParseException {
    SandboxOptions options = SandboxOptions.defaults();
    for (String line : Files.readAllLines(files.resolve("sandbox"))) {
      String[] key = line.split(" ", -1);
      options = options.withKey(key[0], KeyType.valueOf(key[1]), null, key[2]);
    }
    ProcessEngine engine =
        new ProcessEngine(Files.createDirectory(directory.resolve("containers")));
    ActionWorld world = new ActionWorld(directory, engine, options);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(HOST, host(world));
    texts.put(SERVER, world.url());
    copy(files.resolve("home"), world.job().githubHome(), texts);
    JsonObject job = (JsonObject) Json.parse(Files.readString(files.resolve("job.json")));
    texts(job, "variables").forEach((name, value) -> world.job().set(name, changed(value, texts)));
    for (JsonValue item : job.array("logins")) {
      JsonObject login = (JsonObject) item;
      Map<String, String> inputs = new LinkedHashMap<>();
      texts(login, "inputs").forEach((name, value) -> inputs.put(name, changed(value, texts)));
      Map<String, String> state = texts(login, "state");
      state.replaceAll((name, value) -> changed(value, digests(state, texts(login, "set"), texts)));
      state.replaceAll((name, value) -> changed(value, texts));
      world.job().begun(inputs, state);
    }
    return world;
  }

  /** Keeps what main stages left, in their order. */
  void pack(ActionWorld world, List<Login> logins, List<String> keys)
      throws IOException, JsonParseException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(host(world), HOST);
    texts.put(world.url(), SERVER);
    copy(world.job().githubHome(), files.resolve("home"), texts);
    List<JsonValue> items = new ArrayList<>();
    for (Login login : logins) {
      Map<String, String> state = new LinkedHashMap<>(login.main().state());
      Map<String, String> digests = digests(state, login.main().variables(), texts);
      digests.keySet().forEach(digest -> assertThat(state.toString()).contains(digest));
      state.replaceAll((name, value) -> changed(value, digests));
      items.add(
          JsonObject.EMPTY
              .with("inputs", json(login.inputs(), texts))
              .with("state", json(state, texts))
              .with("set", json(login.main().variables(), texts)));
    }
    JsonObject job =
        JsonObject.EMPTY
            .with("variables", json(world.job().variables(), texts))
            .with("logins", new JsonArray(items));
    Files.writeString(files.resolve("job.json"), Json.pretty(job) + "\n");
    Files.write(files.resolve("sandbox"), keys);
  }

  private static String host(ActionWorld world) {
    return String.valueOf(world.job().userHome().getParent());
  }

  /**
   * Main saves digests of what it sets, and that has the directory of the runner in it. How they
   * are made is written here once more, since it is what an earlier version did.
   */
  private static Map<String, String> digests(
      Map<String, String> state, Map<String, String> set, Map<String, String> texts) {
    Map<String, String> digests = new LinkedHashMap<>();
    String login = state.get("login");
    if (login != null) {
      String directory = directory(login);
      set.values()
          .forEach(
              value ->
                  digests.put(digest(directory, value), digest(directory, changed(value, texts))));
    }
    return digests;
  }

  private static String directory(String login) {
    try {
      return String.valueOf(((JsonObject) Json.parse(login)).string("directory"));
    } catch (JsonParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String digest(String directory, String value) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest((directory + "\n" + value).getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String changed(String text, Map<String, String> texts) {
    String after = text;
    for (Map.Entry<String, String> change : texts.entrySet()) {
      after = after.replace(change.getKey(), change.getValue());
    }
    return after;
  }

  private static JsonObject json(Map<String, String> map, Map<String, String> texts) {
    JsonObject json = JsonObject.EMPTY;
    for (Map.Entry<String, String> entry : map.entrySet()) {
      json = json.with(entry.getKey(), new JsonString(changed(entry.getValue(), texts)));
    }
    return json;
  }

  private static Map<String, String> texts(JsonObject json, String member) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonObject object = json.object(member);
    object.members().keySet().forEach(name -> texts.put(name, String.valueOf(object.string(name))));
    return texts;
  }

  /** Copies the directories of logins, for the eyes of their owner alone. */
  private static void copy(Path from, Path to, Map<String, String> texts) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path source : all.toList()) {
        Path target = to.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectories(target);
        } else {
          Files.writeString(target, changed(Files.readString(source), texts));
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        }
      }
    }
  }
}

package io.github.basetenci.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.cli.CommandTree;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.KeylessWorld;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Await;
import io.github.basetenci.testing.snapshot.InterfaceItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs every command against the sandbox, and collects the members of its JSON and its files. */
final class ResultItems {
  private static final Pattern OPTION = Pattern.compile("(?m)^(\\w+) = ");
  private static final String JOURNAL = ".local/state/baseten-ci/rotations/markerkey.json";
  private static final Set<String> COMMANDS = CommandTree.all().keySet();

  private final Map<String, MemberPaths> results = new TreeMap<>();
  private final Map<String, MemberPaths> files = new TreeMap<>();
  private final Map<String, Set<String>> variables = new TreeMap<>();
  private final Set<String> remotes = new TreeSet<>();

  /**
   * @param directory an empty one
   */
  ResultItems(Path directory) throws Exception {
    try (World world = new World(Files.createDirectory(directory.resolve("key")))) {
      withKey(world.set("BASETEN_API_KEY", World.KEY).set("VALUE", "a value"));
    }
    try (World world = new World(Files.createDirectory(directory.resolve("rotation")))) {
      rotation(world);
    }
    try (World world = new World(Files.createDirectory(directory.resolve("quiet")))) {
      world.set("BASETEN_API_KEY", World.KEY);
      all(world, "keys rotate --target file:key --quiet-for 2h --deadline 7d");
      file("keys rotate", "PREFIX.json", world.home().resolve(JOURNAL));
    }
    try (World world = new World(Files.createDirectory(directory.resolve("fleet")))) {
      fleet(world);
    }
    try (World world = new World(Files.createDirectory(directory.resolve("minted")))) {
      world.set("MINTING_KEY", World.OTHER_KEY);
      all(
          world,
          "job login --export bash --directory job --ephemeral --minting-key-env MINTING_KEY");
      file("job login", "login.json", world.home().resolve("job/login.json"));
    }
    try (World world = new World(Files.createDirectory(directory.resolve("browser")))) {
      byBrowser(world);
    }
    try (KeylessWorld keyless =
        new KeylessWorld(Files.createDirectory(directory.resolve("keyless")))) {
      withIdentity(keyless.world().set("BASETEN_TRUST_RULE", KeylessWorld.RULE));
    }
  }

  private void withKey(World world) throws Exception {
    all(
        world,
        "auth login --team Default --label bot",
        "auth login",
        "login",
        "auth status --verify --explain",
        "whoami",
        "auth switch --profile baseten",
        "profiles list",
        "profiles use baseten",
        "profiles get remote-url",
        "profiles get team",
        "profiles get auth-type",
        "profiles get key-prefix",
        "profiles set team Default",
        "profiles set remote-url " + world.url());
    stores(world);
    world.set("OTHER", World.OTHER_KEY);
    String[] export = {"job", "login", "--export", "json", "--api-key-env", "OTHER", "--directory"};
    handedOver(world.run(with(export, "exported")).out());
    file("job login", "login.json", world.home().resolve("exported/login.json"));
    world.unset("OTHER");
    all(world, "job login --export bash --directory job");
    file("job login", "login.json", world.home().resolve("job/login.json"));
    assertThat(names(world.home().resolve("job")))
        .containsExactly("auth.json", "login.json", "trussrc");
    all(world, "job logout --directory job", "exec -- true");
    variables("exec", world, "--allow-unknown-remote");
    variables("exec --file-less", world, "--allow-unknown-remote", "--file-less");
    all(
        world,
        "keys list",
        "keys inspect",
        "keys inspect markerkey",
        "keys create --type workspace-invoke --name bot --to-file bot.key",
        "keys create --type workspace-invoke --name second --to-login second",
        "keys create --type workspace-invoke --name third --to-stdout",
        "keys revoke --name bot --yes");
    Files.writeString(
        world.home().resolve("config.yaml"), "secrets:\n  hf_access_token: a value\n");
    all(
        world,
        "secrets set hf_access_token --value-env VALUE",
        "secrets list",
        "secrets check",
        "secrets delete hf_access_token --yes",
        "doctor",
        "doctor --offline",
        "completion bash",
        "launcher --java /opt/java --jar /opt/ci.jar",
        "auth logout",
        "logout --all");
    world.trussrc("[baseten]\nremote_provider = baseten\napi_key = " + World.KEY + "\n");
    all(world, "auth status");
    world.trussrc("[broken\n");
    all(world, "doctor");
    sandbox(world, "sandbox --port 0 --ready-file ready");
    sandbox(world, "sandbox --port 0 --ready-file ready2 --identity-of acme/models");
  }

  private void rotation(World world) throws Exception {
    world.set("BASETEN_API_KEY", World.KEY);
    all(
        world,
        "keys rotate --resume",
        "keys rotate --target file:key --dry-run",
        "keys rotate --target file:key",
        "keys rotate --status");
    Path journal = world.home().resolve(JOURNAL);
    file("keys rotate", "PREFIX.json", journal);
    assertThat(journal.resolveSibling("markerkey.key")).exists();
    all(world, "keys rotate --resume --overlap 0");
  }

  /** A file whose type of key is wrong, so that there is something to find. */
  private void fleet(World world) throws IOException {
    world.set("MINTING_KEY", World.OTHER_KEY).unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE");
    Files.writeString(
        world.home().resolve("fleet.yaml"),
        "version: 1\nworkspaces: {acme: {url: '%s', minting-key: {env: MINTING_KEY}}}\n"
                .formatted(world.url())
            + "keys: [{name: marker, type: personal, rotate-every: 30d, targets: ['file:key']}]\n");
    Path key = world.home().resolve("key");
    Files.writeString(key, World.KEY + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    run(
        world,
        "fleet init new.yaml --workspace acme=env:MINTING_KEY --from file:gone --remote-url acme="
            + world.url());
    all(world, "fleet check", "fleet plan", "fleet status", "fleet report --format json");
    apply(world.set("MINTING_KEY", World.PERSONAL_KEY));
  }

  /** One key is rotated, one waits, and one stops at a target that fails. */
  private void apply(World world) throws IOException {
    Files.writeString(
        world.home().resolve("fleet.yaml"),
        """
        version: 1
        workspaces: {acme: {url: '%s', minting-key: {env: MINTING_KEY}}}
        defaults: {overlap: 0, rotate-every: 1}
        keys:
        - {name: marker, targets: ['file:key']}
        - {name: other, quiet-for: 2h, targets: ['file:other.key']}
        - {name: invoke, not-environment-scoped: true, targets: ['command:false']}
        """
            .formatted(world.url()));
    Await.until(
        "the keys are a second old",
        () -> world.run("fleet", "plan").out().split("is due since").length == 4);
    all(world, "fleet apply");
  }

  private void byBrowser(World world) throws Exception {
    world.confirmsLogins();
    all(world, "auth login --browser", "auth status", "doctor");
    stores(world);
  }

  private void withIdentity(World world) throws Exception {
    all(world, "identity show", "auth login", "auth status", "doctor --offline");
    all(world, "job login --export bash --directory job", "exec -- true");
    stores(world);
  }

  private void all(World world, String... lines) {
    for (String line : lines) {
      run(world, line);
    }
  }

  private void run(World world, String line) {
    String command = command(line);
    String rest = line.substring(command.length()).strip();
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    args.addAll(List.of("-o", "json"));
    if (!rest.isEmpty()) {
      args.addAll(List.of(rest.split(" ")));
    }
    World.Run run = world.run(args.toArray(String[]::new));
    results.computeIfAbsent(command, each -> new MemberPaths()).add(json(line, run));
  }

  private static String command(String line) {
    String[] words = line.split(" ");
    String two = words.length < 2 ? words[0] : words[0] + " " + words[1];
    String command = COMMANDS.contains(two) ? two : words[0];
    assertThat(COMMANDS).contains(command);
    return command;
  }

  /** Standard output, else the last line of standard error that is JSON. */
  private static JsonValue json(String line, World.Run run) {
    List<String> texts = new ArrayList<>(List.of(run.out()));
    run.err().lines().filter(text -> text.startsWith("{")).forEach(text -> texts.add(1, text));
    for (String text : texts) {
      try {
        return Json.parse(text);
      } catch (JsonParseException e) {
        // The next one is it.
      }
    }
    throw new AssertionError(line + " has no JSON: " + run);
  }

  private void sandbox(World world, String line) throws Exception {
    Path ready = world.home().resolve(line.split(" ")[4]);
    Thread thread = new Thread(() -> run(world, line));
    thread.start();
    Await.until("the sandbox answers", () -> Files.exists(ready));
    thread.interrupt();
    Await.end(thread);
  }

  private void stores(World world) throws Exception {
    file("auth login", "auth.json", world.authJson());
    OPTION
        .matcher(Files.readString(world.trussrc()))
        .results()
        .forEach(option -> remotes.add(option.group(1)));
  }

  private void file(String command, String name, Path file) throws IOException {
    try {
      files
          .computeIfAbsent(command + " | " + name, each -> new MemberPaths())
          .add(Json.parse(Files.readString(file)));
    } catch (JsonParseException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  /** What {@code --export json} prints. */
  private void handedOver(String json) throws JsonParseException {
    JsonObject all = (JsonObject) Json.parse(json);
    files.computeIfAbsent("job login | --export json", each -> new MemberPaths()).add(all);
    Set<String> names = variables.computeIfAbsent("job login", each -> new TreeSet<>());
    names.addAll(all.object("set").members().keySet());
  }

  private static String[] with(String[] words, String last) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(last);
    return all.toArray(String[]::new);
  }

  /** Takes the variables that a command of exec has and exec had not, or with another value. */
  private void variables(String words, World world, String... flags) {
    String url = world.url();
    world.unset("BASETEN_REMOTE_URL").set("OTHER", World.OTHER_KEY);
    List<String> line = new ArrayList<>(List.of("exec", "--api-key-env", "OTHER"));
    line.addAll(List.of("--remote-url", url));
    line.addAll(List.of(flags));
    line.addAll(List.of("--", "env"));
    World.Run run = world.run(line.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    Set<String> names = variables.computeIfAbsent(words, each -> new TreeSet<>());
    for (String set : run.out().lines().toList()) {
      String name = set.replaceAll("=.*", "");
      if (name.matches("(BASETEN|TRUSS|USER_TRUSSRC)_\\w+")
          && !set.equals(name + "=" + world.environment().get(name))) {
        names.add(name);
      }
    }
    world.set("BASETEN_REMOTE_URL", url).unset("OTHER");
    assertThat(names).contains("BASETEN_API_KEY", "BASETEN_REMOTE_URL");
  }

  private static List<String> names(Path directory) throws IOException {
    return list(directory).stream().map(file -> file.getFileName().toString()).sorted().toList();
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The commands that have a result. */
  Set<String> commands() {
    return results.keySet();
  }

  /** The members of all results. */
  Set<String> members() {
    Set<String> all = new TreeSet<>();
    results.values().forEach(result -> all.addAll(result.all().keySet()));
    return all;
  }

  List<InterfaceItem> items() {
    List<InterfaceItem> items = new ArrayList<>();
    results.forEach(
        (command, result) ->
            result
                .all()
                .forEach((path, type) -> items.add(InterfaceItem.of("json", command, path, type))));
    files.forEach(
        (name, content) -> {
          String[] parts = name.split(" \\| ");
          content
              .all()
              .forEach(
                  (path, type) ->
                      items.add(InterfaceItem.of("file-member", parts[0], parts[1], path, type)));
        });
    remotes.forEach(
        option ->
            items.add(InterfaceItem.of("file-member", "auth login", "trussrc", option, "option")));
    variables.forEach(
        (command, names) ->
            names.forEach(
                name -> items.add(InterfaceItem.of("variable", command, name, "is set"))));
    return items;
  }
}

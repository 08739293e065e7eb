package io.github.basetenci.action.runner;

import io.github.basetenci.action.toolkit.runner.RunnerFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One job: its directories on the host, its variables and masks, and the post stages to come. */
public final class EmulatedJob {
  /** The user of GitHub's own runners. */
  static final int UID = 1001;

  static final int GID = 127;

  public static final String REPOSITORY = "acme/models";

  private final Engine engine;
  private final Path work;
  private final Path temp;
  private final Path workspace;
  private final Path userHome;
  private final ActionYml action;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Set<String> masks = new LinkedHashSet<>();
  private final Deque<Login> begun = new ArrayDeque<>();
  private final Map<String, String> inPost = new LinkedHashMap<>();
  private boolean tempFirst;
  private boolean mountsTemp = true;
  private Set<String> withoutFiles = Set.of();
  private Map<String, String> identity = Map.of();
  private String event = "{}";
  private String eventName = "push";
  private String actor = "octocat";

  /** A use of our action. */
  private record Login(Map<String, String> inputs, Map<String, String> state) {}

  /**
   * @param directory an empty directory, which becomes the runner's
   */
  public EmulatedJob(Path directory, Engine engine) throws IOException {
    this(directory, engine, ActionYml.read());
  }

  /**
   * @param action the description of the action that the job uses
   */
  public EmulatedJob(Path directory, Engine engine, ActionYml action) throws IOException {
    this.action = action;
    this.engine = engine;
    Path root = directory.toRealPath();
    work = root.resolve("work");
    temp = work.resolve("_temp");
    workspace = work.resolve("models/models");
    userHome = root.resolve("home");
    for (String name : List.of("_github_home", "_github_workflow", "_runner_file_commands")) {
      Files.createDirectories(temp.resolve(name));
    }
    Files.createDirectories(workspace);
    Files.createDirectories(userHome);
    giveAll(root);
    // JUnit makes temporary directories for one user alone.
    for (Path above = root; above != null && above.getNameCount() > 1; above = above.getParent()) {
      if (Files.isWritable(above)) {
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  /** A variable as {@code env:} of the job sets it. */
  public EmulatedJob set(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** The variables of the job as the host has them. */
  public Map<String, String> variables() {
    return variables;
  }

  public EmulatedJob event(String name, String who, String json) {
    eventName = name;
    actor = who;
    event = json;
    return this;
  }

  /** As with {@code permissions: id-token: write}: every step may ask for identity tokens. */
  public EmulatedJob mayAskForIdentity(String requestUrl, String requestToken) {
    identity =
        Map.of(
            "ACTIONS_ID_TOKEN_REQUEST_URL",
            requestUrl,
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
            requestToken);
    return this;
  }

  /** As without that permission. */
  public EmulatedJob mayNotAskForIdentity() {
    identity = Map.of();
    return this;
  }

  /** The mount of the runner's temporary directory is tried before that of the home. */
  public EmulatedJob temporaryDirectoryFirst() {
    tempFirst = true;
    return this;
  }

  /** As runners before 2.329: the temporary directory is not mounted, and RUNNER_TEMP is as is. */
  public EmulatedJob oldRunner() {
    mountsTemp = false;
    return this;
  }

  /** These command files are not there, as with another program in the runner's place. */
  public EmulatedJob withoutFiles(String... names) {
    withoutFiles = Set.of(names);
    return this;
  }

  public Path temp() {
    return temp;
  }

  /** What containers see as {@code /github/home}. */
  public Path githubHome() {
    return temp.resolve("_github_home");
  }

  public Path workspace() {
    return workspace;
  }

  public Path userHome() {
    return userHome;
  }

  /** Everything that any step asked to hide. */
  public Set<String> masks() {
    return masks;
  }

  /** Main of our action; post follows in {@link #end}. */
  public Stage login(Map<String, String> inputs) {
    Login login = new Login(Map.copyOf(inputs), new LinkedHashMap<>());
    begun.push(login);
    return stage(login, String.valueOf(action.runs().get("entrypoint")));
  }

  /** What the expression of an input has become when it is evaluated again for post. */
  public EmulatedJob inPost(String input, String value) {
    inPost.put(input, value);
    return this;
  }

  /** As if main of another version of our action had run, saved this, and written its files. */
  public EmulatedJob begun(Map<String, String> inputs, Map<String, String> state) {
    begun.push(new Login(Map.copyOf(inputs), new LinkedHashMap<>(state)));
    return this;
  }

  /** As if main of the last login had saved this. */
  public EmulatedJob setState(String name, String value) {
    begun.element().state().put(name, value);
    return this;
  }

  /** The end of the job: the post stages, the last one first. */
  public List<Stage> end() {
    List<Stage> ended = new ArrayList<>();
    while (!begun.isEmpty()) {
      Login login = begun.pop();
      Map<String, String> inputs = new LinkedHashMap<>(login.inputs());
      inputs.putAll(inPost);
      ended.add(
          stage(
              new Login(inputs, login.state()),
              String.valueOf(action.runs().get("post-entrypoint"))));
    }
    return ended;
  }

  /** A {@code run:} step on the host. */
  public Engine.Ran hostStep(String... command) {
    Map<String, String> environment = hostEnvironment();
    return Processes.run(workspace, environment, Processes.asRunner(List.of(command)));
  }

  /** A later step that is a container action of somebody else. */
  public Engine.Ran containerAction(String... command) {
    Mounts mounts = actionMounts();
    return engine.other(List.of(command), containerEnvironment(mounts), mounts);
  }

  /** A {@code run:} step of a {@code container:} job. */
  public Engine.Ran jobContainerStep(String... command) {
    Mounts mounts = jobMounts();
    return engine.other(List.of(command), containerEnvironment(mounts), mounts);
  }

  private Stage stage(Login login, String entrypoint) {
    Mounts mounts = actionMounts();
    Map<String, Path> files = commandFiles();
    Map<String, String> environment = new LinkedHashMap<>(containerEnvironment(mounts));
    action
        .variables(login.inputs(), Map.of("runner.temp", temp.toString()))
        .forEach(environment::putIfAbsent);
    // Values of inputs are rewritten as those of variables are, and so is state.
    login
        .inputs()
        .forEach(
            (name, value) ->
                environment.put(
                    "INPUT_" + name.toUpperCase(java.util.Locale.ROOT), mounts.translate(value)));
    login
        .state()
        .forEach((name, value) -> environment.put("STATE_" + name, mounts.translate(value)));
    files.forEach((name, file) -> environment.put(name, mounts.translate(file.toString())));
    write(temp.resolve("_github_workflow/event.json"), event);

    Engine.Ran ran = engine.action(entrypoint, environment, mounts);

    Stage stage =
        new Stage(
            ran.code(),
            ran.output(),
            read(files.get("GITHUB_ENV")),
            read(files.get("GITHUB_OUTPUT")),
            read(files.get("GITHUB_STATE")));
    masks.addAll(stage.said("add-mask"));
    variables.putAll(stage.variables());
    login.state().putAll(stage.state());
    return stage;
  }

  private Map<String, Path> commandFiles() {
    Map<String, Path> files = new LinkedHashMap<>();
    Map.of(
            "GITHUB_ENV", "set_env_",
            "GITHUB_OUTPUT", "set_output_",
            "GITHUB_STATE", "save_state_",
            "GITHUB_PATH", "add_path_",
            "GITHUB_STEP_SUMMARY", "step_summary_")
        .forEach(
            (name, prefix) -> {
              if (!withoutFiles.contains(name)) {
                Path file = temp.resolve("_runner_file_commands/" + prefix + UUID.randomUUID());
                write(file, "");
                files.put(name, file);
              }
            });
    return files;
  }

  /** For a container action; {@code ContainerActionHandler}. */
  private Mounts actionMounts() {
    Mounts mounts = new Mounts();
    if (tempFirst && mountsTemp) {
      mounts.add(temp.toString(), "/github/runner_temp");
    }
    mounts
        .add(temp.resolve("_github_home").toString(), "/github/home")
        .add(temp.resolve("_github_workflow").toString(), "/github/workflow")
        .add(temp.resolve("_runner_file_commands").toString(), "/github/file_commands")
        .add(workspace.toString(), "/github/workspace");
    if (mountsTemp && !tempFirst) {
      mounts.add(temp.toString(), "/github/runner_temp");
    }
    return mounts;
  }

  /** For the container of a job; {@code JobExtension}. */
  private Mounts jobMounts() {
    return new Mounts()
        .add(temp.resolve("_github_home").toString(), "/github/home")
        .add(temp.resolve("_github_workflow").toString(), "/github/workflow")
        .add(work.toString(), "/__w");
  }

  private Map<String, String> containerEnvironment(Mounts mounts) {
    Map<String, String> environment = new LinkedHashMap<>(mounts.translate(runnerEnvironment()));
    environment.put("HOME", "/github/home");
    // It begins with no mount: nobody rewrites it.
    environment.put("RUNNER_WORKSPACE", work.resolve("models").toString());
    return environment;
  }

  private Map<String, String> hostEnvironment() {
    Map<String, String> environment = new LinkedHashMap<>(runnerEnvironment());
    environment.put("HOME", userHome.toString());
    environment.put("PATH", System.getenv("PATH"));
    return environment;
  }

  private Map<String, String> runnerEnvironment() {
    Map<String, String> environment = new LinkedHashMap<>(variables);
    environment.putAll(identity);
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("CI", "true");
    environment.put("GITHUB_ACTOR", actor);
    environment.put("GITHUB_EVENT_NAME", eventName);
    environment.put("GITHUB_EVENT_PATH", temp.resolve("_github_workflow/event.json").toString());
    environment.put("GITHUB_JOB", "deploy");
    environment.put("GITHUB_REPOSITORY", REPOSITORY);
    environment.put("GITHUB_RUN_ATTEMPT", "1");
    environment.put("GITHUB_RUN_ID", "17123456789");
    environment.put("GITHUB_WORKSPACE", workspace.toString());
    environment.put("RUNNER_TEMP", temp.toString());
    environment.put("RUNNER_WORKSPACE", work.resolve("models").toString());
    return environment;
  }

  private static Map<String, String> read(Path file) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (file != null) {
      try {
        RunnerFiles.pairs(Files.readString(file))
            .forEach(pair -> pairs.put(pair.getKey(), pair.getValue()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return pairs;
  }

  /** As the runner writes: its own user, readable by all. */
  private static void write(Path file, String text) {
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      give(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void giveAll(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        give(path);
      }
    }
  }

  private static void give(Path path) throws IOException {
    if (Processes.isRoot()) {
      Files.setAttribute(path, "unix:gid", GID, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:uid", UID, LinkOption.NOFOLLOW_LINKS);
    }
  }
}

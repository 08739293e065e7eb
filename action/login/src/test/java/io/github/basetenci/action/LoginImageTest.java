package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.KEY;
import static io.github.basetenci.action.ActionWorld.MINTING_KEY;
import static io.github.basetenci.action.ActionWorld.PERSONAL_KEY;
import static io.github.basetenci.action.ActionWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import io.github.basetenci.testing.peers.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The image itself, in the places where the runner puts it. */
@NeedsContainers
@Tag("long")
class LoginImageTest {
  private static final Path JAR = Path.of("target/baseten-login.jar");

  /** The image has no cat. */
  private static final String[] READ = {"sh", "-c", "tail -n +1 \"$USER_TRUSSRC_PATH\""};

  private static String image;

  @TempDir Path directory;
  private ActionWorld world;

  @AfterEach
  void end() throws IOException {
    if (world != null) {
      world.close();
    }
  }

  /** Built once, and only where a test is going to run. */
  private static synchronized PodmanEngine engine() {
    if (image == null) {
      image = PodmanEngine.build(JAR, "baseten-login-test");
    }
    return new PodmanEngine(image);
  }

  private ActionWorld begin(Engine engine) throws IOException {
    world = new ActionWorld(directory, engine);
    return world;
  }

  @Test
  void everyKindOfStepFindsTheLoginAndPostLeavesNothing() throws IOException {
    begin(engine());
    Stage main = world.login("team", "équipe");
    assertThat(main.code()).as(main.text()).isZero();

    assertThat(text(world.job().hostStep(READ))).contains(KEY, "team = équipe");
    assertThat(text(world.job().containerAction(READ))).contains(KEY);
    assertThat(text(world.job().jobContainerStep(READ))).contains(KEY);

    assertThat(world.job().end())
        .singleElement()
        .satisfies(
            post -> {
              assertThat(post.code()).as(post.text()).isZero();
              assertThat(post.said("warning")).isEmpty();
            });
    assertThat(world.left()).isEmpty();
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void theReleasedToolsAreLoggedInInAStepOnTheHost() throws IOException {
    begin(engine());
    world
        .job()
        .set("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        .set("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        .set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", world.url());
    Stage main = world.login("api-key", PERSONAL_KEY);
    assertThat(main.code()).as(main.text()).isZero();

    for (Peer peer : List.of(Peer.TRUSS, Peer.BASETEN)) {
      assertThat(text(world.job().hostStep(Peers.path(peer).toString(), "whoami")))
          .contains("admin@sandbox.example");
    }
    world.job().end();
    for (Peer peer : List.of(Peer.TRUSS, Peer.BASETEN)) {
      assertThat(world.job().hostStep(Peers.path(peer).toString(), "whoami").code()).isNotZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"LC_ALL,C", "LC_ALL,POSIX", "LC_ALL,de_DE.ISO-8859-1", "LANG,C", "LC_CTYPE,C"})
  void theLocaleOfTheJobDamagesNothing(String variable, String locale) throws IOException {
    begin(engine());
    world.job().set(variable, locale);

    Stage main = world.login("team", "équipe ключ 𝄞");

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(text(world.job().hostStep(READ))).contains("team = équipe ключ 𝄞\n");
    assertThat(world.job().end()).allMatch(post -> post.code() == 0);
    assertThat(world.left()).isEmpty();
  }

  @Test
  void optionsForOtherJavaProgramsOfTheJobDoNotReachTheAction() throws IOException {
    begin(engine());
    world
        .job()
        .set("JAVA_TOOL_OPTIONS", "-javaagent:/nowhere/evil.jar")
        .set("_JAVA_OPTIONS", "-Xmx1k")
        .set("JDK_JAVA_OPTIONS", "--no-such-option")
        .set("CLASSPATH", "/nowhere")
        .set("LANG", "C");

    Stage main = world.login("log", "warning");

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(main.lines()).isEmpty();
    assertThat(world.job().end()).allMatch(post -> post.code() == 0);
    assertThat(world.left()).isEmpty();
  }

  @Test
  void aKeyIsMintedForTheJobAndDeletedWithIt() throws IOException {
    begin(engine());
    Stage main = world.mint();
    assertThat(main.code()).as(main.text()).isZero();
    assertThat(world.minted()).hasSize(1);

    assertThat(text(world.job().hostStep(READ))).contains("api_key").doesNotContain(MINTING_KEY);

    assertThat(world.job().end()).allMatch(post -> post.said("warning").isEmpty());
    assertThat(world.minted()).isEmpty();
    assertThat(world.left()).isEmpty();
  }

  @Test
  void aReadOnlyHomeIsSaid() throws IOException {
    begin(engine().readOnlyHome());

    Stage main = world.login();

    assertThat(main.code()).isOne();
    assertThat(main.said("error"))
        .singleElement()
        .asString()
        .contains("cannot make /github/home/.baseten-ci", "Read-only file system");
    assertThat(main.variables()).isEmpty();
    assertThat(world.job().end()).allMatch(post -> post.code() == 0);
  }

  @Test
  void theWayOfArcReachesTheEntryPointWithEveryInput() throws IOException {
    begin(engine());

    Engine.Ran ran =
        world
            .job()
            .containerAction("sh", "-c", "exec env 'INPUT_API-KEY=' 'INPUT_EXPORT=all' /app/login");

    assertThat(text(ran)).contains("export must be files, env, both or none");
  }

  @Test
  void theDoctorOfTheImageRuns() throws IOException {
    begin(engine());

    Stage main = world.login("doctor", "true");

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(main.text())
        .contains("runner's temporary directory, by runner.temp: " + world.job().temp())
        .contains("::group::baseten login: baseten-ci doctor")
        .doesNotContain("NoClassDefFoundError");
  }

  /** A cache of classes that is older than the jar would run the old class. */
  @Test
  void aChangedClassChangesWhatTheImageDoes() throws IOException {
    String before = "no API key was given: set the input api-key";
    String after = "no API KEY WAS GIVEN: set the input api-key";
    Path jar = PodmanEngine.ROOT.resolve("target/containers/changed.jar");
    assertThat(refusal(engine())).contains(before);
    Files.copy(JAR, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    replace(jar, "io/github/basetenci/action/EmptyKey.class", before, after);

    assertThat(refusal(new PodmanEngine(PodmanEngine.build(jar, "baseten-login-changed"))))
        .contains(after)
        .doesNotContain(before);
  }

  private String refusal(Engine engine) throws IOException {
    Path place = Files.createTempDirectory(directory, "job");
    try (ActionWorld other = new ActionWorld(place, engine)) {
      return other.login("api-key", "-").text();
    }
  }

  /** Of the same length, so that the class file stays one. */
  private static void replace(Path jar, String name, String before, String after)
      throws IOException {
    try (FileSystem inside = FileSystems.newFileSystem(jar)) {
      Path file = inside.getPath(name);
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(bytes).contains(before);
      Files.write(file, bytes.replace(before, after).getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void theJarHoldsNothingThatOnlyOtherCommandsLoad() throws IOException {
    try (FileSystem inside = FileSystems.newFileSystem(JAR);
        Stream<Path> all = Files.walk(inside.getPath("/"))) {
      List<String> names = all.map(Path::toString).toList();
      assertThat(names).contains("/io/github/basetenci/action/Main.class");
      assertThat(names)
          .noneMatch(
              name ->
                  name.contains("bouncycastle")
                      || name.contains("jackson/databind")
                      || name.contains("thisptr")
                      || name.contains("keyring")
                      || name.contains("basetenci/sandbox"));
    }
  }
}

package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.release.Artifact;
import io.github.basetenci.action.release.NeedsRelease;
import io.github.basetenci.action.release.Release;
import io.github.basetenci.action.runner.ActionYml;
import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A release that is made in a fresh clone: what it holds, as somebody would look who means harm,
 * and whether it can be installed and logs in.
 */
@NeedsRelease
@Tag("long")
class ReleaseTest {
  private static final String IMAGE = "baseten-login-0.1.0-linux-x64.oci.tar";
  private static final List<String> ARCHIVES =
      List.of(
          "baseten-ci-0.1.0.tar.gz",
          "baseten-ci-0.1.0-linux-x64.tar.gz",
          "baseten-ci_0.1.0_amd64.deb",
          IMAGE);

  private static Release release;

  @BeforeAll
  static void make() throws IOException {
    release = Release.made();
  }

  @Test
  void everythingThatThisMachineCanMakeIsMadeTwiceAndEqual() throws IOException {
    assertThat(release.code()).as(release.said()).isZero();
    assertThat(release.files())
        .contains(
            "baseten-ci.jar",
            "baseten-ci.rb",
            "baseten.hpi",
            "notes.md",
            "maven-central-bundle.zip")
        .containsAll(ARCHIVES)
        .contains("action/action.yml", "action/setup/action.yml", "login/action.yml");
    assertThat(Files.readAllLines(release.path("NOT-MADE")))
        .allMatch(line -> line.matches("[^:]+: .{20,}"))
        .noneMatch(line -> line.contains("linux-x64") || line.contains("hpi"));
    assertThat(
            Files.readAllLines(release.path("NOT-COMPARED")).stream()
                .map(line -> line.replaceFirst(":.*", "")))
        .isSubsetOf(
            "action/action.yml",
            "baseten-ci-0.1.0-linux-x64.tar.gz",
            "baseten-ci_0.1.0_amd64.deb",
            IMAGE,
            "login/action.yml");
  }

  @Test
  void theSumsAreThoseOfAllFiles() throws IOException {
    Artifact.shell(release.path("."), "sha256sum --quiet -c SHA256SUMS");
    assertThat(
            Files.readAllLines(release.path("SHA256SUMS")).stream().map(line -> line.substring(66)))
        .containsExactlyInAnyOrderElementsOf(
            release.files().stream()
                .filter(file -> !file.equals("SHA256SUMS") && !file.startsWith("maven/"))
                .toList());
  }

  @Test
  void mavenCentralGetsWhatItAsksFor() throws IOException {
    TreeSet<String> names =
        new TreeSet<>(
            Artifact.shell(release.path("."), "unzip -Z1 maven-central-bundle.zip")
                .lines()
                .toList());
    List<String> artifacts =
        names.stream().filter(name -> name.matches(".*\\.(jar|pom|json)")).toList();

    assertThat(artifacts).hasSizeGreaterThan(25);
    for (String artifact : artifacts) {
      assertThat(names).contains(artifact + ".asc", artifact + ".md5", artifact + ".sha1");
    }
    for (String module :
        List.of("core", "targets", "sandbox", "shim", "cli", "actions-toolkit", "testing")) {
      String artifact =
          "io/github/baseten-ci/baseten-ci-" + module + "/0.1.0/baseten-ci-" + module + "-0.1.0";
      assertThat(names)
          .contains(
              artifact + ".pom",
              artifact + ".jar",
              artifact + "-sources.jar",
              artifact + "-javadoc.jar");
    }
    assertThat(names)
        .noneMatch(name -> name.contains("SNAPSHOT") || name.contains("maven-metadata"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baseten-ci-0.1.0.tar.gz",
        "baseten-ci-0.1.0-linux-x64.tar.gz",
        "baseten-ci_0.1.0_amd64.deb",
        IMAGE
      })
  void nobodyElseCanWriteAFileAndNoneRunsAsAnotherUser(String archive) throws IOException {
    List<String> listing = release.artifact(archive).listing();

    assertThat(listing).hasSizeGreaterThan(30);
    assertThat(listing)
        .filteredOn(line -> !line.matches("drwxrwxrwt .* (\\./)?tmp/") && !line.startsWith("l"))
        .allMatch(line -> line.matches("[d-]r[w-][x-]r-[x-]r-[x-] 0/0 .*"));
  }

  /** Neither the key of the training nor a path of the machine that built it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "baseten-ci-0.1.0.tar.gz",
        "baseten-ci-0.1.0-linux-x64.tar.gz",
        "baseten-ci_0.1.0_amd64.deb",
        IMAGE,
        "baseten.hpi"
      })
  void noFileHoldsASecretOrAPathOfTheBuilder(String archive) throws IOException {
    Artifact artifact = release.artifact(archive);
    List<String> words =
        List.of(
            "PRIVATE KEY-----\n",
            release.directory().toString(),
            System.getProperty("user.home") + "/",
            "gho_",
            "ghp_");
    for (String name : artifact.names()) {
      String bytes =
          Files.readString(
              artifact.files().resolve(name.substring(1)), StandardCharsets.ISO_8859_1);
      // The home of root is in passwd, as everywhere.
      assertThat(words).as(name).noneMatch(word -> !word.equals("/root/") && bytes.contains(word));
    }
  }

  @Test
  void theImageHasNoMoreProgramsThanArcNeeds() throws IOException {
    List<String> programs =
        release.artifact(IMAGE).listing().stream()
            .filter(line -> line.matches("-..x.*"))
            // What a container gets from its engine; these are empty.
            .filter(line -> !line.matches("\\S+ \\S+ +0 .* etc/(hostname|hosts|resolv\\.conf)"))
            .map(line -> line.replaceFirst(".*:\\d\\d (\\./)?", ""))
            .filter(
                name ->
                    !name.matches("(usr/)?lib(64)?/.*\\.so[.\\d]*|jre/lib/.*|usr/lib/.*ld-linux.*"))
            .toList();

    assertThat(programs)
        .containsExactlyInAnyOrder(
            "app/login", "app/logout", "jre/bin/java", "usr/bin/env", "usr/bin/sh", "usr/bin/tail");
  }

  /** The runner's command files belong to a user whom only the runner knows. */
  @Test
  void theImageRunsAsRootAndSaysWhy() throws IOException {
    assertThat(Files.readString(release.directory().resolve("action/Dockerfile")))
        .contains("# As root: the runner's command files")
        .doesNotContain("USER ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"baseten-ci-0.1.0", "baseten-ci-0.1.0-linux-x64", "baseten-ci_0.1.0_amd64"})
  void theListOfTheCommandNamesEachLibrary(String name) throws IOException {
    List<String> entries =
        Artifact.shell(release.path("."), "unzip -Z1 baseten-ci.jar").lines().toList();
    TreeSet<String> listed = Artifact.components(release.path("sbom/" + name + ".cdx.json"));

    assertThat(listed).containsAll(Artifact.libraries(entries));
    assertThat(listed.contains("OpenJDK")).isEqualTo(!name.equals("baseten-ci-0.1.0"));
    // A list that lacks one of them would be found.
    assertThat(Artifact.libraries(entries))
        .contains("picocli", "jffi", "bcprov-jdk18on")
        .hasSizeGreaterThan(15);
  }

  @Test
  void theListOfThePluginNamesEachJar() throws IOException {
    Artifact plugin = release.artifact("baseten.hpi");
    TreeSet<String> listed =
        Artifact.components(release.path("sbom/baseten-jenkins-plugin-0.1.0.cdx.json"));
    List<String> jars =
        plugin.names().stream()
            .filter(name -> name.startsWith("/WEB-INF/lib/"))
            .map(name -> name.replaceFirst("/WEB-INF/lib/(.*?)(-\\d.*)?\\.jar", "$1"))
            .filter(name -> !name.equals("baseten"))
            .toList();

    assertThat(jars).isNotEmpty();
    assertThat(listed).containsAll(jars).contains("picocli");
  }

  @Test
  void theListOfTheImageNamesEachLibraryPackageAndFile() throws IOException {
    Artifact image = release.artifact(IMAGE);
    TreeSet<String> listed =
        Artifact.components(release.path("sbom/" + IMAGE.replace(".oci.tar", ".cdx.json")));
    List<String> entries =
        Artifact.shell(image.files(), "unzip -Z1 app/baseten-login.jar").lines().toList();
    Path packages = image.files().resolve("var/lib/dpkg/status.d");
    StringBuilder traced = new StringBuilder();
    try (Stream<Path> all = Files.list(packages)) {
      for (Path file : all.toList()) {
        if (file.toString().endsWith(".md5sums")) {
          traced.append(Files.readString(file));
        } else {
          assertThat(listed).contains(file.getFileName().toString());
          assertThat(image.files().resolve("usr/share/doc/" + file.getFileName() + "/copyright"))
              .isNotEmptyFile();
        }
      }
    }

    assertThat(listed).containsAll(Artifact.libraries(entries)).contains("OpenJDK", "libc6");
    for (String name : image.names()) {
      if (name.startsWith("/app/") || name.matches("/jre/.*\\.so")) {
        assertThat(listed).contains(name);
      } else if (!name.matches(
          "/(jre|etc|usr/share/(doc|licenses)|var/lib/dpkg)/.*|/usr/lib/os-release")) {
        assertThat(traced.toString()).as("of no package").contains("  " + name.substring(1) + "\n");
      }
    }
  }

  @Test
  void eachPartHasItsLicenceText() throws IOException {
    for (Map.Entry<String, String> each :
        Map.of(
                "baseten-ci-0.1.0-linux-x64.tar.gz",
                "baseten-ci-0.1.0-linux-x64/licenses",
                IMAGE,
                "usr/share/licenses/baseten-login")
            .entrySet()) {
      Artifact artifact = release.artifact(each.getKey());
      String list = each.getKey().replaceFirst("\\.(oci\\.tar|tar\\.gz)$", ".cdx.json");
      for (String component : Artifact.components(release.path("sbom/" + list))) {
        if (component.startsWith("/")
            || component.startsWith("baseten-ci")
            || component.equals("OpenJDK")) {
          continue;
        }
        Path text = artifact.files().resolve(each.getValue()).resolve(component + ".txt");
        Path ofPackage = artifact.files().resolve("usr/share/doc/" + component + "/copyright");
        assertThat(Files.isRegularFile(text) ? text : ofPackage).content().hasSizeGreaterThan(500);
      }
    }
    assertThat(release.artifact(IMAGE).files().resolve("usr/share/licenses/jre/java.base/LICENSE"))
        .isNotEmptyFile();
    assertThat(
            release
                .artifact("baseten-ci-0.1.0-linux-x64.tar.gz")
                .files()
                .resolve("baseten-ci-0.1.0-linux-x64/runtime/legal/java.base/LICENSE"))
        .isNotEmptyFile();
  }

  @Test
  void theActionIsTheImageByItsDigest() throws IOException {
    String used =
        String.valueOf(ActionYml.read(release.path("action/action.yml")).runs().get("image"));
    JsonObject index =
        Artifact.json(
            release.artifact(IMAGE).files().resolveSibling(IMAGE + ".oci").resolve("index.json"));
    String digest = ((JsonObject) index.array("manifests").get(0)).string("digest");

    assertThat(used).isEqualTo("docker://ghcr.io/baseten-ci/login@" + digest);
  }

  @Test
  void theMarketplaceGetsARepositoryWithOneActionAndNoWorkflow() throws IOException {
    try (Stream<Path> files = Files.walk(release.path("login"))) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> release.path("login").relativize(file).toString()))
          .containsExactlyInAnyOrder("LICENSE", "README.md", "action.yml");
    }
    ActionYml action = ActionYml.read(release.path("login/action.yml"));
    assertThat(Files.readString(release.path("login/action.yml")))
        .isEqualTo(Files.readString(release.path("action/action.yml")))
        .contains("\nbranding:\n");
    assertThat(action.inputs()).isEqualTo(ActionYml.read().inputs());
    assertThat(Files.readString(release.path("login/README.md")))
        .contains("uses: baseten-ci/login@v1")
        .doesNotContain("@VERSION@");
  }

  @Test
  void setupKnowsTheSumOfTheJar() throws IOException {
    ActionYml setup = ActionYml.read(release.path("action/setup/action.yml"));

    assertThat(setup.input("version")).containsEntry("default", "0.1.0");
    assertThat(setup.input("sha256").get("default") + "  baseten-ci.jar")
        .isIn(Files.readAllLines(release.path("SHA256SUMS")));
    assertThat(
            Artifact.shell(
                release.path("action/setup"), "test -x install.sh && bash -n install.sh"))
        .isEmpty();
  }

  @Test
  void theFormulaOfHomebrewHasTheSumOfTheArchive() throws IOException {
    String sum =
        Files.readAllLines(release.path("SHA256SUMS")).stream()
            .filter(line -> line.endsWith("  baseten-ci-0.1.0.tar.gz"))
            .findFirst()
            .orElseThrow()
            .substring(0, 64);

    assertThat(Files.readString(release.path("baseten-ci.rb")))
        .contains("sha256 \"" + sum + "\"", "/v0.1.0/baseten-ci-0.1.0.tar.gz");
  }

  @Test
  void aWorkflowUsesTheActionByItsDigestAndLogsInAndOut(@TempDir Path directory)
      throws IOException {
    PodmanEngine image = PodmanEngine.load(release.path(IMAGE));
    try (ActionWorld world =
        new ActionWorld(directory, image, ActionYml.read(release.path("login/action.yml")))) {
      Stage main = world.login();
      assertThat(main.code()).as(main.text()).isZero();
      assertThat(world.onHost("USER_TRUSSRC_PATH")).contains(ActionWorld.KEY);

      assertThat(world.job().end()).singleElement().matches(post -> post.code() == 0);
      assertThat(world.left()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"archive", "deb", "plain", "library", "alone", "jenkins"})
  void aUserInstallsItAndLogsInAndOut(String kind) {
    String said = Artifact.shell(release.directory(), "bin/lib/prove-release.sh 0.1.0 " + kind);

    assertThat(said).contains(kind + ": proved in ");
    release.note(
        said.lines().filter(line -> line.contains(": proved in ")).findFirst().orElseThrow());
  }
}

package io.github.basetenci.cli.secrets;

import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.PERSONAL_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsCheckCommandTest {
  private static final String HF = "hf_" + "q7Zt2Wc9Xv4Kb8Rn3Ms6Pd1Hf5Jg0LyTe";

  @Fixture private World world;

  @Test
  void aNameWithNullIsAllRight() throws IOException {
    assertPasses("secrets:\n  a: null\n  b:\n  c: ~\n", "3 secrets declared, 0 errors, 0 warnings");
  }

  @Test
  void anEmptyTextIsAWarning() throws IOException {
    World.Run run = check("secrets:\n  a: \"\"\n");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith(
            "config.yaml:2:6: warning: 'a' has an empty text as its value; write null"
                + " (empty-value)\n");
    assertThat(world.run("secrets", "check", "--offline", "--strict").code()).isOne();
  }

  @Test
  void aValueIsAnErrorAndNotShown() throws IOException {
    World.Run run = check("secrets:\n  a: precious-literal\n");

    assertThat(run.code()).isOne();
    assertThat(run.out())
        .isEqualTo(
            "config.yaml:2:6: error: 'a' has a value in this file, which truss takes without a"
                + " word; write null, store the value with 'baseten-ci secrets set', and replace it"
                + " at its issuer if it was ever committed (literal-value)\n"
                + "config.yaml: 1 secret declared, 1 error, 0 warnings; not compared with a"
                + " workspace\n");
    assertThat(run.out() + run.err()).doesNotContain("precious");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "1.5", "true", "off", "{b: c}", "[x]", "12:30", "2026-01-01"})
  void aValueThatIsNoTextIsAnError(String value) throws IOException {
    assertFinds(
        "secrets:\n  a: " + value + "\n",
        "2:6: error: 'a' has a value that is no text, which truss refuses; write null"
            + " (value-not-text)");
  }

  @Test
  void aListIsAnError() throws IOException {
    assertFinds(
        "secrets: [a, b]\n",
        "1:10: error: secrets is no mapping, which truss refuses; write each one as name: null"
            + " (secrets-not-a-mapping)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secrets:\n", "secrets: null\n", "secrets: ~\n"})
  void aSectionWithoutContentIsAnError(String config) throws IOException {
    assertFinds(
        config,
        "error: secrets has no content, which truss refuses; remove the key, or write {}"
            + " (secrets-without-content)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "on", "null", "~", "2026-01-01", "[x]"})
  void aNameThatIsNoTextIsAnError(String name) throws IOException {
    assertFinds(
        "secrets:\n  " + name + ": null\n",
        "2:3: error: the name of a secret is no text to YAML, which truss refuses; put it in quotes"
            + " (name-not-text)");
    assertPasses("secrets:\n  \"" + name + "1\": null\n", "1 secret declared, 0 errors");
  }

  @Test
  void aNameThatIsThereTwiceIsAnError() throws IOException {
    assertFinds(
        "secrets:\n  a: null\n  b: null\n  a: null\n",
        "4:3: error: 'a' is declared twice; remove one of the two (duplicate-name)");
    assertFinds(
        "secrets:\n  a: null\nsecrets:\n  b: null\n",
        "3:1: error: secrets is there twice, and truss reads the last one alone; join them"
            + " (duplicate-name)");
  }

  @Test
  void noSecretsAreAllRight() throws IOException {
    assertPasses("model_name: x\n", "0 secrets declared, 0 errors, 0 warnings");
    assertPasses("secrets: {}\n", "0 secrets declared, 0 errors, 0 warnings");
    assertPasses("", "0 secrets declared, 0 errors, 0 warnings");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "Secrets", "SECRETS", "Secret"})
  void aSectionOfNearlyThatNameIsAnError(String name) throws IOException {
    assertFinds(
        name + ":\n  a: null\n",
        "1:1: error: '"
            + name
            + "' declares no secret: truss loads it without a word, and push refuses it; write"
            + " secrets (misspelt-section)");
  }

  @Test
  void anOddNameIsAWarning() throws IOException {
    assertFinds("secrets:\n  'a b/c': null\n", "2:3: warning: 'a b/c' is no name", "(name-form)");
  }

  @Test
  void namesThatCollideAreTold() throws IOException {
    assertFinds(
        "secrets:\n  hf_token: null\n  hf-token: null\n",
        "3:3: warning: 'hf-token' and 'hf_token' are one secret to Baseten; declare one of them"
            + " (names-collide)");
    assertFinds(
        "secrets:\n  token: null\n  Token: null\n",
        "3:3: warning: 'Token' and 'token' differ in case alone; use names that do not"
            + " (names-differ-in-case)");
  }

  @Test
  void fieldsThatNameSecretsNeedThemDeclared() throws IOException {
    String config =
        """
        build:
          secret_to_path_mapping:
            build_one: /srv/one
        base_image:
          docker_auth:
            auth_method: AWS_IAM
            aws_access_key_id_secret_name: id
        weights:
          - source: s3://b
            auth:
              auth_secret_name: weight
        model_cache:
          - repo_id: r
            runtime_secret_name: cached
        secrets:
          cached: null
        """;
    World.Run run = check(config);

    assertThat(run.code()).isZero();
    assertThat(run.out().lines().filter(line -> line.endsWith("(field-not-declared)")))
        .containsExactly(
            line("3:5", "build_one"),
            line("6:5", "aws_secret_access_key"),
            line("7:36", "id"),
            line("11:25", "weight"));
  }

  private static String line(String at, String name) {
    return "config.yaml:%s: warning: '%s' is named here and not declared; add it to secrets with the value null (field-not-declared)"
        .formatted(at, name);
  }

  @Test
  void aSecretOfABuildNeedsAName() throws IOException {
    assertFinds(
        "build: {secret_to_path_mapping: {'a b': /x}}\n",
        "1:34: error: 'a b' is no name for a secret of a build, which truss refuses;",
        "(build-secret-name)");
    assertThat(check("build: {secret_to_path_mapping: {DOCKER_REGISTRY_a/b: /x}}\n").code())
        .isZero();
  }

  @Test
  void twoNamesForOneSourceOfWeightsAreAnError() throws IOException {
    assertFinds(
        "weights:\n  - auth_secret_name: a\n    auth: {auth_secret_name: b}\n",
        "3:30: error: auth_secret_name stands twice in one source of weights",
        "(two-auth-secrets)");
  }

  @Test
  void aSecretInAVariableIsAnErrorAndNotShown() throws IOException {
    World.Run run = check("environment_variables:\n  MY_TOKEN: s3cretvalue\n  LEVEL: info\n");

    assertThat(run.code()).isOne();
    assertThat(run.out())
        .startsWith("config.yaml:2:13: error: the variable 'MY_TOKEN' looks as if it held a secret")
        .doesNotContain("s3cretvalue", "LEVEL");
    assertPasses(
        "environment_variables:\n  MY_TOKEN: /secrets/a\n  MAX_TOKEN: '4096'\nsecrets: {a: null}\n",
        "0 errors");
  }

  @Test
  void whatLooksLikeAKeyIsFoundAnywhereAndNotShown() throws IOException {
    World.Run run = check("model_name: x\n# " + HF + "\nsecrets:\n  " + HF + ": null\n");

    assertThat(run.code()).isOne();
    assertThat(run.out())
        .contains("config.yaml:2:3: error: something here looks like a key;", "config.yaml:4:3: ")
        .doesNotContain(HF);
    assertThat(world.run("secrets", "check", "--offline", "-o", "json").out()).doesNotContain(HF);
    assertThat(world.run("secrets", "check", "--offline", "--github").out()).doesNotContain(HF);
  }

  @Test
  void aValueThatIsAKeyIsReportedOnce() throws IOException {
    assertThat(check("secrets:\n  a: " + HF + "\n").out())
        .contains("1 secret declared, 1 error, 0 warnings");
  }

  @Test
  void whatIsNoYamlIsAnErrorWithItsPlaceAndNotQuoted() throws IOException {
    World.Run run = check("secrets:\n  a: 'precious\n");

    assertThat(run.code()).isOne();
    assertThat(run.out())
        .containsPattern("config.yaml:\\d+:\\d+: error: this is no YAML, which truss refuses")
        .doesNotContain("precious");
    assertFinds("- a\n", "1:1: error: the configuration is no mapping", "(unreadable)");
    assertFinds("a: !custom b\n", "error: this has a tag that truss does not know");
  }

  @ParameterizedTest
  @CsvSource({"'[', ']'", "'{a: ', '}'", "'- ', ''", "'? ', ''", "'[[{a: ', '}]]'"})
  void whatIsTooDeepIsOneSentence(String open, String close) throws IOException {
    String config = "x: " + open.repeat(20_000) + close.repeat(20_000);

    World.Run run =
        check(open.startsWith("[") || open.startsWith("{") ? config : config.substring(3));

    assertThat(run.code()).isOne();
    assertThat(run.out())
        .contains(": error: this is nested more than 480 levels deep, which truss refuses");
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void whatTrussCanReadIsNotTooDeep() throws IOException {
    assertPasses(
        "x: " + "[".repeat(470) + "]".repeat(470) + "\nsecrets:\n  a: null\n", "1 secret declared");
  }

  @Test
  void aliasesThatMultiplyAreReadOnce() throws IOException {
    StringBuilder config = new StringBuilder("x0: &x0 {k: v}\nm0: &m0 {a0: v}\n");
    for (int i = 1; i <= 12; i++) {
      config.append(
          "x%d: &x%d [*x%d, *x%d]\n".formatted(i, i, i - 1, i - 1)
              + "m%d: &m%d {<<: [*m%d, *m%d], a%d: v}\n".formatted(i, i, i - 1, i - 1, i));
    }
    config.append("secrets:\n  a: null\n");

    assertPasses(config.toString(), "1 secret declared, 0 errors, 0 warnings");
  }

  /** Comparing each with each took minutes for a tenth of these. */
  @Test
  void manySecretsAreComparedByTheirNames() throws IOException {
    StringBuilder apart = new StringBuilder("secrets:\n");
    for (int i = 0; i < 20_000; i++) {
      apart.append("  name-%d: null\n".formatted(i));
    }

    assertPasses(apart.toString(), "20000 secrets declared, 0 errors, 0 warnings");
    assertPasses(
        "secrets:\n  a-b: null\n  a_b: null\n  a.b: null\n",
        "3 secrets declared, 0 errors, 2 warnings");
  }

  @Test
  void bytesThatAreNoTextAreAnError() throws IOException {
    Files.write(world.home().resolve("config.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});

    assertThat(world.run("secrets", "check", "--offline").out())
        .contains("config.yaml:1:1: error: this is no text in UTF-8, which truss refuses");
  }

  @Test
  void namesThatTheCodeUsesNeedToBeDeclared() throws IOException {
    model(
        """
        class Model:
            def __init__(self, **kwargs):
                self._secrets = kwargs["secrets"]

            def load(self):
                # self._secrets["comment"]
                a = self._secrets["declared"]
                b = self._secrets["absent"]
                c = self._secrets.get('also')
                d = open("/secrets/mounted")
        """);
    World.Run run = check("secrets:\n  declared: null\n  spare: null\n");

    assertThat(run.code()).isOne();
    assertThat(run.out().lines())
        .containsExactly(
            "config.yaml:3:3: info: 'spare' is declared, and no code was seen to use it (not-used)",
            used("8:28", "error", "absent", "use-not-declared"),
            "model/model.py:9:32: warning: 'also' is not declared, and truss raises SecretNotFound for"
                + " it here in spite of 'in', get and 'except KeyError'; add it to secrets in the"
                + " configuration, or catch that (guarded-use)",
            used("10:28", "warning", "mounted", "file-not-declared"),
            "config.yaml: 2 secrets declared, 1 error, 2 warnings; not compared with a workspace");
  }

  private static String used(String at, String level, String name, String rule) {
    return "model/model.py:%s: %s: '%s' is used here and not declared, so it is not delivered; add it to secrets in the configuration (%s)"
        .formatted(at, level, name, rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class Model:\n    def __init__(self, config):\n        pass\n",
        "class Model:\n    def predict(self):\n        pass\n\ndef __init__(secrets): pass\n"
      })
  void aModelThatTakesNoSecretsIsAWarning(String code) throws IOException {
    model(code);

    assertThat(check("secrets:\n  a: null\n").out())
        .contains(
            "model/model.py:1:1: warning: the constructor of the model takes neither secrets nor"
                + " **kwargs, so it is given no secret (no-parameter)\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class Model:\n    def __init__(self, secrets):\n        pass\n",
        "class Model:\n    def __init__(\n        self,\n        secrets: dict = None,\n    ):\n        pass\n",
        "class Model:\n    def __init__(self, **kwargs):\n        pass\n",
        "class Model(Base):\n    pass\n",
        "class Other:\n    pass\n"
      })
  void oneThatMayTakeThemIsNot(String code) throws IOException {
    model(code);

    assertThat(check("secrets:\n  a: null\n").out()).doesNotContain("no-parameter");
  }

  @Test
  void aServerInItsOwnImageReadsFiles() throws IOException {
    model("x = secrets['stale']\n");
    World.Run run =
        check(
            """
            docker_server:
              start_command: sh -c 'K=$(cat /secrets/absent) serve'
            secrets:
              a: null
            """);

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("config.yaml:2:42: warning: 'absent' is used here and not declared")
        .doesNotContain("stale", "not-used", "no-parameter");
  }

  @Test
  void theWorkspaceIsAskedForEveryName() throws IOException {
    world.set("BASETEN_API_KEY", PERSONAL_KEY);
    store("stored", "Default");
    store("other-spelling", "Default");
    store("elsewhere", "research");
    write(
        """
        secrets:
          stored: null
          other_spelling: null
          elsewhere: null
          absent: null
        weights:
          - auth_secret_name: stored
        """);

    World.Run run = world.run("secrets", "check");

    assertThat(run.code()).isOne();
    assertThat(run.out().lines())
        .containsExactly(
            "config.yaml:3:3: warning: 'other_spelling' is stored as 'other-spelling' in team"
                + " 'Default'; use one spelling for both (other-spelling)",
            "config.yaml:4:3: error: 'elsewhere' is stored in team 'research' alone, and not in"
                + " team 'Default', whose models see nothing else (in-another-team)",
            "config.yaml:5:3: error: 'absent' is not stored in team 'Default'; store it with"
                + " 'baseten-ci secrets set' (missing)",
            "config.yaml: 4 secrets declared, 2 errors, 1 warning; compared with team 'Default'");
    assertThat(world.run("secrets", "check", "--team", "research").out())
        .contains("'stored' is stored in team 'Default' alone", "compared with team 'research'");
  }

  @Test
  void allThatIsStoredIsAllRight() throws IOException {
    world.set("BASETEN_API_KEY", KEY);
    store("a", "Default");
    write("secrets:\n  a: null\n");

    World.Run run = world.run("secrets", "check");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "config.yaml: 1 secret declared, 0 errors, 0 warnings; compared with team"
                + " 'Default'\n");
  }

  @Test
  void offlineNeedsNoLoginAndAsksNoServer() throws IOException {
    assertThat(check("secrets:\n  a: null\n").code()).isZero();
    assertThat(world.sandbox().requests()).isEmpty();

    World.Run run = world.run("secrets", "check");
    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("not logged in");
  }

  @Test
  void anUnknownTeamIsAnError() throws IOException {
    write("secrets: {}\n");

    World.Run run = world.set("BASETEN_API_KEY", KEY).run("secrets", "check", "--team", "no");

    assertThat(run.code()).isOne();
    assertThat(run.err()).endsWith("no team 'no' among those that this key sees (Default)\n");
  }

  @Test
  void theJsonResultHasEveryFindingWithItsPlace() throws IOException {
    write("secrets:\n  a: x\n");

    assertThat(world.run("secrets", "check", "--offline", "-o", "jsonl").out())
        .isEqualTo(
            "{\"file\":\"config.yaml\",\"team_name\":null,\"loads\":true,\"declared\":[\"a\"],"
                + "\"errors\":1,\"warnings\":0,\"findings\":[{\"level\":\"error\","
                + "\"rule\":\"literal-value\",\"file\":\"config.yaml\",\"line\":2,\"column\":6,"
                + "\"name\":\"a\",\"message\":\"'a' has a value in this file, which truss takes"
                + " without a word; write null, store the value with 'baseten-ci secrets set', and"
                + " replace it at its issuer if it was ever committed\"}]}\n");
  }

  @Test
  void annotationsStandAtTheLineInTheRepository() throws IOException {
    world.set("GITHUB_WORKSPACE", world.home().getParent().toString());
    Files.createDirectories(world.home().resolve("a,b"));
    Files.writeString(world.home().resolve("a,b/config.yaml"), "secrets:\n  '50%': x\n");

    World.Run run = world.run("secrets", "check", "--offline", "--github", "a,b");

    assertThat(run.code()).isOne();
    assertThat(run.out().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith(
                        "::warning file="
                            + world.home().getFileName()
                            + "/a%2Cb/config.yaml,line=2,col=3,title=secrets%3A name-form::'50%25'"),
            second ->
                assertThat(second)
                    .contains(
                        ",line=2,col=10,title=secrets%3A literal-value::'50%25' has a value in this"
                            + " file"));
    assertThat(run.err())
        .isEqualTo(
            "a,b/config.yaml: 1 secret declared, 1 error, 1 warning; not compared with a"
                + " workspace.\n");
  }

  @Test
  void aNameCannotBecomeACommandOfTheRunner() throws IOException {
    write("secrets:\n  \"a\\n::add-mask::b\": x\n");

    for (List<String> flags : List.of(List.of("--github"), List.of("-o", "text"))) {
      World.Run run =
          world.run(
              java.util.stream.Stream.concat(
                      java.util.stream.Stream.of("secrets", "check", "--offline"), flags.stream())
                  .toArray(String[]::new));
      assertThat(run.out().lines().filter(line -> line.strip().startsWith("::")))
          .allMatch(line -> line.startsWith("::error ") || line.startsWith("::warning "));
      assertThat(run.err()).doesNotContain("\n::");
    }
  }

  @Test
  void whatCannotBeMeantIsAUsageError() throws IOException {
    write("");
    assertUsage("--github prints annotations; leave out -o and --jq", "--github", "-o", "json");
    assertUsage("--offline and --team are mutually exclusive", "--offline", "--team", "x");
  }

  private void assertUsage(String sentence, String... flags) {
    String[] line = new String[flags.length + 2];
    line[0] = "secrets";
    line[1] = "check";
    System.arraycopy(flags, 0, line, 2, flags.length);
    World.Run run = world.run(line);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isEqualTo(sentence + "\n");
  }

  @Test
  void aFileThatIsNotThereIsAnError() {
    World.Run run = world.run("secrets", "check", "--offline", "nowhere");

    assertThat(run.code()).isOne();
    assertThat(run.err())
        .isEqualTo(
            "the configuration nowhere does not exist; give the directory of a Truss, or its"
                + " config.yaml\n");
  }

  private void model(String code) throws IOException {
    Files.createDirectories(world.home().resolve("model"));
    Files.writeString(world.home().resolve("model/model.py"), code);
  }

  private void store(String name, String team) {
    World.Run run = world.runWithInput("v", "secrets", "set", name, "--team", team);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private void write(String config) throws IOException {
    Files.writeString(world.home().resolve("config.yaml"), config);
  }

  private World.Run check(String config) throws IOException {
    write(config);
    return world.run("secrets", "check", "--offline");
  }

  private void assertPasses(String config, String summary) throws IOException {
    World.Run run = check(config);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains(summary);
  }

  private void assertFinds(String config, String... parts) throws IOException {
    World.Run run = check(config);
    assertThat(run.out()).contains(parts);
    assertThat(run.code()).isEqualTo(run.out().contains(": error: ") ? 1 : 0);
  }
}

package io.github.basetenci.cli.fleet;

import static io.github.basetenci.cli.fleet.InitWorld.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World.Run;
import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.testing.Fixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts of servers in the file that {@code fleet init} writes. */
class FleetInitTextsTest {
  private static final String SECRET = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  private static final String FULL = "WORKSPACE_MANAGE_ALL";
  private static final String MINTING =
      key("minterky", "minting", "WORKSPACE_MANAGE_API_KEYS", null);

  @Fixture private InitWorld init;

  @Test
  void namesThatNoFileCanHaveAreWrittenByPrefix() throws Exception {
    init.answer(
        MINTING,
        key("twonumbr", "gpu-2024-1", FULL, "ml"),
        key("lineskey", "two\\nlines", FULL, "ml"),
        key("asecret1", "abcdefgh." + SECRET, FULL, "ml"),
        key("escapes1", "\\u001b[31mred", FULL, "ml"),
        key("longname", "n".repeat(201), FULL, "ml"),
        key("samename", "escapes1", FULL, "ml"),
        key("bad prefix\\n- x: y", null, FULL, "ml"));

    assertThat(init.init("file:deploy.key").err()).isEmpty();

    assertThat(init.shown())
        .doesNotContain("\u001b", SECRET)
        .contains(
            """
              # its name 'gpu-2024-1' ends with two numbers; make another key and let this one go
              - prefix: twonumbr
                type: workspace-manage-all
                rotated-by: nobody
            """
                .indent(0),
            "  - prefix: lineskey\n",
            "  - prefix: asecret1\n",
            "  - prefix: escapes1\n",
            "  - prefix: longname\n",
            "  - prefix: samename\n",
            "#   a key whose prefix no file can have: bad prefix - x: y\n");
    assertThat(init.world.run("fleet", "check").out()).contains("6 keys, 0 targets");
  }

  @Test
  void textsAreInQuotationMarksWhereYamlNeedsThem() throws Exception {
    init.answer(
        MINTING,
        key("yamlkey1", "a: [b] # c", FULL, "ml & 'co'"),
        key("yamlkey2", "true", FULL, "1"),
        key("yamlkey3", "- *x &y !z %d @e", "FUTURE_TYPE", "ml"),
        key("yamlkey4", "ci:", FULL, "ml"),
        key("yamlkey5", "12", FULL, "ml"));

    assertThat(init.init().err()).isEmpty();

    assertThat(init.shown())
        .contains(
            "  - name: 'a: [b] # c'\n    type: workspace-manage-all\n    team: 'ml & ''co'''\n",
            "  - name: 'true'\n    type: workspace-manage-all\n    team: '1'\n",
            "  - name: '- *x &y !z %d @e'\n    # of the type FUTURE_TYPE\n",
            "  - name: 'ci:'\n",
            "  - name: '12'\n");
    assertThat(init.world.run("fleet", "check").out()).contains("5 keys, 0 targets");
  }

  @Test
  void namesOfWorkspacesAreTextsToo() throws Exception {
    List<String> flags = InitWorld.workspace("123=env:MINTING", init.world.url());
    flags.addAll(InitWorld.workspace("true=env:MINTING", init.world.url()));

    assertThat(init.init(flags).err()).isEmpty();

    assertThat(init.shown()).contains("  '123':\n", "  'true':\n", "    workspace: '123'\n");
    assertThat(init.world.run("fleet", "check").out()).contains("2 workspaces, 6 keys");
  }

  @Test
  void keysThatDifferByTheNumberOfRotationsAloneAreOneEntry() throws Exception {
    init.answer(
        MINTING,
        key("markerkey", "ci", FULL, "ml"),
        key("otherkey", "ci-2", FULL, "ml"),
        key("visionci", "ci", FULL, "vision"),
        key("unnamed1", null, FULL, "ml"),
        key("succesor", "key-unnamed1-2", FULL, "ml"));

    assertThat(init.init("file:deploy.key").err()).isEmpty();

    assertThat(init.shown())
        .contains(
            """
              # lives on beside it: ci (markerkey)
              - name: ci
                type: workspace-manage-all
                team: ml
                targets:
                  - file:deploy.key
              - name: ci
                type: workspace-manage-all
                team: vision
                rotated-by: nobody
              # lives on beside it: unnamed1
              - prefix: unnamed1
            """
                .indent(0));
    assertThat(init.world.run("fleet", "check").out()).contains("3 keys, 1 target\n");
  }

  @Test
  void modelsOfALimitedKeyAreWritten() throws Exception {
    String limited = key("invokeky", "e2e", "WORKSPACE_INVOKE", "ml");
    init.answer(
        MINTING,
        limited.replaceFirst("\\{", "{\"model_ids\":[\"abc\",\"def\"],"),
        limited
            .replace("e2e", "odd")
            .replace("invokeky", "oddmodel")
            .replaceFirst("\\{", "{\"model_ids\":[\"a\\\\nb\"],"));

    assertThat(init.init("file:e2e.key").err()).isEmpty();

    assertThat(init.shown())
        .contains(
            "    models: [abc, def]\n    # not-environment-scoped: true ",
            "    # limited to the models a b\n");
    assertThat(init.world.run("fleet", "check").code()).isZero();
  }

  @Test
  void hostileTextsOfGitHubAndJenkinsAreQuotedOrLeftOut() throws Exception {
    init.github.rule(
        request ->
            new Reply(
                200,
                "{\"secrets\":[{\"name\":\"BASETEN\\n"
                    + "  - x:"
                    + " y\",\"updated_at\":\"2026-01-01T\\u001b\"},{\"name\":\"BASETEN_A\",\"updated_at\":\"#"
                    + " evil\"},{\"name\":\"BASETEN_abcdefgh."
                    + SECRET
                    + "\"}]}",
                Map.of()));
    init.jenkins.apiKey("", "_", "it's # a: key", "markerkey");
    init.jenkins.apiKey("", "_", "up/../down", "markerkey");
    init.jenkins.apiKey("", "_", "no-key", "\u001b[0m");
    init.jenkins.secretText("", "baseten\u0007bell", "BASETEN abcdefgh." + SECRET);

    Run run = init.init("github:acme/web", "jenkins:" + init.jenkins.url());

    assertThat(run.err()).isEmpty();
    assertThat(init.shown())
        .doesNotContain("\u001b", "\u0007", SECRET, "\n  - x: y")
        .contains(
            "credential/it%27s%20%23%20a%3A%20key\n",
            "- github:acme/web/BASETEN_A   # not readable\n");
    assertThat(init.world.run("fleet", "check").code()).isZero();
  }
}

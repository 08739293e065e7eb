package io.github.basetenci.cli.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.secrets.ConfigCheck;
import io.github.basetenci.secrets.ConfigNode;
import io.github.basetenci.secrets.ConfigNode.Mapping;
import io.github.basetenci.secrets.ConfigNode.Scalar;
import io.github.basetenci.secrets.ConfigNode.Sequence;
import io.github.basetenci.secrets.SecretFinding;
import io.github.basetenci.secrets.SourceFile;
import io.github.basetenci.secrets.SourceLocation;
import io.github.basetenci.testing.FuzzTest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whatever a configuration and the code beside it say, the check says where in them something is
 * wrong, in one line, and shows no key. The input is a configuration and, behind a form feed, which
 * YAML refuses, the code. {@code KEY} stands for a key, where nothing stands beside it that could
 * be a part of one.
 */
class ConfigFuzzTest extends FuzzTest {
  private static final String KEY = "fakekey1.NotARealSecretNotARealSecret0001";
  private static final Pattern ALONE =
      Pattern.compile("(?<![A-Za-z0-9./_-])" + Pattern.quote(KEY) + "(?![A-Za-z0-9./_-])");

  @Override
  protected void tryOn(byte[] input) {
    String text = text(input).replace("KEY", KEY);
    if (ALONE.matcher(text).replaceAll("").contains(KEY)) {
      return;
    }
    String[] parts = text.split("\f", 2);
    String config = parts[0];
    String code = parts.length > 1 ? parts[1] : "";
    ConfigCheck check = new ConfigCheck("config.yaml", config);
    try {
      ConfigNode root = TrussYaml.read("config.yaml", config);
      placed(root, config);
      check.config(root);
    } catch (TrussYaml.Unreadable e) {
      within(e.at(), config);
      assertThat(e.getMessage()).startsWith("this ").doesNotContain("\n");
      check.unreadable(e.at(), e.getMessage());
    }
    check.code(List.of(new SourceFile("model/model.py", code)), "model/model.py", "Model");
    check.declared().forEach(name -> assertThat(name).doesNotContain(KEY));
    List<SecretFinding> findings = check.findings();
    for (SecretFinding finding : findings) {
      within(finding.at(), finding.at().file().equals("config.yaml") ? config : code);
      assertThat(finding.message()).doesNotContain(KEY);
      assertThat(String.valueOf(finding.name())).doesNotContain(KEY);
    }
    assertThat(Annotations.of(findings, "").lines())
        .hasSameSizeAs(findings)
        .allMatch(line -> line.matches("::(error|warning|notice) file=[^:]*::.*"))
        .noneMatch(line -> line.contains(KEY));
  }

  private static void placed(ConfigNode node, String text) {
    within(node.at(), text);
    if (node instanceof Mapping mapping) {
      mapping
          .entries()
          .forEach(
              entry -> {
                placed(entry.key(), text);
                placed(entry.value(), text);
              });
    } else if (node instanceof Sequence sequence) {
      sequence.items().forEach(item -> placed(item, text));
    } else {
      assertThat(node.toString()).doesNotContain(((Scalar) node).text() + KEY);
    }
  }

  private static void within(SourceLocation at, String text) {
    String[] lines = text.split("\r\n|[\n\r]", -1);
    assertThat(at.line()).isBetween(1, lines.length);
    assertThat(at.column()).isBetween(1, lines[at.line() - 1].length() + 1);
  }
}

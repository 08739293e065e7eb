package io.github.basetenci.secrets;

import io.github.basetenci.api.SecretInfo;
import io.github.basetenci.api.Team;
import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.secrets.ConfigNode.Kind;
import io.github.basetenci.secrets.ConfigNode.Mapping;
import io.github.basetenci.secrets.ConfigNode.Scalar;
import io.github.basetenci.secrets.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds problems of the secrets in one Truss configuration, in its code and in its workspace. */
public final class ConfigCheck {
  private final String file;
  private final String text;
  private final List<SecretFinding> findings = new ArrayList<>();
  private Map<String, SourceLocation> declared = Map.of();
  private Map<String, SourceLocation> named = Map.of();

  /**
   * @param file the name of the file in messages
   * @param text the unparsed configuration
   */
  public ConfigCheck(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /** The names that the configuration declares, except names that look like a key. */
  public Set<String> declared() {
    return declared.keySet().stream()
        .filter(name -> KeyShapes.find(name).isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The findings in the order of their locations. Equal findings are listed once. */
  public List<SecretFinding> findings() {
    return findings.stream()
        .distinct()
        .sorted(
            Comparator.comparing((SecretFinding finding) -> !finding.at().file().equals(file))
                .thenComparing(finding -> finding.at().file())
                .thenComparingInt(finding -> finding.at().line())
                .thenComparingInt(finding -> finding.at().column()))
        .toList();
  }

  /** Whether {@code truss} loads the configuration, judged only by its secrets. */
  public boolean loads() {
    return findings.stream().noneMatch(finding -> finding.rule().refusedByTruss());
  }

  /** Adds the finding that the file cannot be read. */
  public void unreadable(SourceLocation at, String problem) {
    findings.add(SecretFinding.of(Rule.UNREADABLE, at, problem));
    keysInText();
  }

  /** Checks the configuration itself. An empty file is allowed. */
  public void config(ConfigNode root) {
    if (root instanceof Mapping config) {
      declared = new DeclarationCheck(findings).run(config);
      named = new FieldCheck(findings).run(config);
      named.forEach(this::fieldNotDeclared);
    } else if (!isEmpty(root)) {
      findings.add(
          SecretFinding.of(
              Rule.UNREADABLE, root.at(), "the configuration is no mapping, which truss refuses"));
    }
    keysInText();
  }

  /** Whether {@code truss} treats the content as an empty configuration and uses its defaults. */
  private static boolean isEmpty(ConfigNode root) {
    return root instanceof Scalar scalar
        ? scalar.kind() == Kind.NULL || (scalar.kind() == Kind.TEXT && scalar.text().isEmpty())
        : root instanceof Sequence sequence && sequence.items().isEmpty();
  }

  private void fieldNotDeclared(String text, SourceLocation at) {
    if (!declared.containsKey(text)) {
      SecretName name = new SecretName(text);
      findings.add(
          SecretFinding.about(
              Rule.FIELD_NOT_DECLARED,
              at,
              name,
              name + " is named here and not declared; add it to secrets with the value null"));
    }
  }

  /** Finds keys in the whole text, including the comments, because comments are committed too. */
  private void keysInText() {
    Set<Integer> known =
        findings.stream()
            .filter(
                finding ->
                    finding.rule() == Rule.LITERAL_VALUE
                        || finding.rule() == Rule.SECRET_IN_ENVIRONMENT)
            .map(finding -> finding.at().line())
            .collect(Collectors.toSet());
    String[] lines = SourceLocations.lines(text);
    for (int i = 0; i < lines.length; i++) {
      OptionalInt start = KeyShapes.find(lines[i]);
      if (start.isPresent() && !known.contains(i + 1)) {
        findings.add(
            SecretFinding.of(
                Rule.KEY_IN_FILE,
                new SourceLocation(file, i + 1, start.getAsInt() + 1),
                "something here looks like a key; remove it, and replace it at its issuer if it was"
                    + " ever committed"));
      }
    }
  }

  /**
   * Checks the code of the model.
   *
   * @param sources all files of code
   * @param model the name of the file with the model's class
   * @param className the name of that class
   */
  public void code(List<SourceFile> sources, String model, String className) {
    CodeCheck check = new CodeCheck(findings, declared);
    for (SourceFile source : sources) {
      check.python(source, source.name().equals(model) ? className : null);
    }
    check.finish();
    check.commands(new SourceFile(file, text));
    sources.stream()
        .filter(source -> source.name().equals(model))
        .forEach(source -> check.parameters(source, className));
    if (!sources.isEmpty()) {
      check.unused(named.keySet());
    }
  }

  /**
   * Compares the needed names with the secrets of the workspace.
   *
   * @param ofTeam the secrets of the team
   * @param visible the secrets of all teams that the key may see
   */
  public void inventory(Team team, List<SecretInfo> ofTeam, List<SecretInfo> visible) {
    Map<String, SourceLocation> needed = new LinkedHashMap<>(declared);
    named.forEach(needed::putIfAbsent);
    new InventoryCheck(team, ofTeam, visible).run(needed, findings);
  }
}

package io.github.basetenci.secrets;

import io.github.basetenci.secrets.ConfigNode.Entry;
import io.github.basetenci.secrets.ConfigNode.Kind;
import io.github.basetenci.secrets.ConfigNode.Mapping;
import io.github.basetenci.secrets.ConfigNode.Scalar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks the section {@code secrets} itself. */
final class DeclarationCheck {
  private static final String SECTION = "secrets";

  private final List<SecretFinding> findings;
  private final Map<String, SourceLocation> declared = new LinkedHashMap<>();

  /**
   * @param findings the list to which findings are added
   */
  DeclarationCheck(List<SecretFinding> findings) {
    this.findings = findings;
  }

  /** The declared names, each with its location. */
  Map<String, SourceLocation> run(Mapping config) {
    sections(config);
    Optional<ConfigNode> section = config.get(SECTION);
    if (section.isEmpty()) {
      return declared;
    }
    if (section.get() instanceof Mapping mapping) {
      entries(mapping);
    } else if (section.get() instanceof Scalar scalar && scalar.kind() == Kind.NULL) {
      findings.add(
          SecretFinding.of(
              Rule.SECRETS_WITHOUT_CONTENT,
              scalar.at(),
              "secrets has no content, which truss refuses; remove the key, or write {}"));
    } else {
      findings.add(
          SecretFinding.of(
              Rule.SECRETS_NOT_A_MAPPING,
              section.get().at(),
              "secrets is no mapping, which truss refuses; write each one as name: null"));
    }
    collisions();
    return declared;
  }

  /**
   * Finds a section with nearly the name {@code secrets}, which no tool reads, and a second section
   * {@code secrets}. Of two sections, truss reads only the last one.
   */
  private void sections(Mapping config) {
    int count = 0;
    for (Entry entry : config.entries()) {
      if (!(entry.key() instanceof Scalar key) || key.kind() != Kind.TEXT) {
        continue;
      }
      if (key.text().equals(SECTION)) {
        count++;
        if (count > 1) {
          findings.add(
              SecretFinding.of(
                  Rule.DUPLICATE_NAME,
                  key.at(),
                  "secrets is there twice, and truss reads the last one alone; join them"));
        }
      } else if (key.text().strip().toLowerCase(Locale.ROOT).matches("secrets?")) {
        findings.add(
            SecretFinding.of(
                Rule.MISSPELT_SECTION,
                key.at(),
                "'"
                    + key.text().strip()
                    + "' declares no secret: truss loads it without a word, and push refuses it;"
                    + " write secrets"));
      }
    }
  }

  private void entries(Mapping section) {
    Map<String, Integer> last = new LinkedHashMap<>();
    for (int i = 0; i < section.entries().size(); i++) {
      if (section.entries().get(i).key() instanceof Scalar key && key.kind() == Kind.TEXT) {
        last.put(key.text(), i);
      }
    }
    for (int i = 0; i < section.entries().size(); i++) {
      Entry entry = section.entries().get(i);
      if (!(entry.key() instanceof Scalar key) || key.kind() != Kind.TEXT) {
        findings.add(
            SecretFinding.of(
                Rule.NAME_NOT_TEXT,
                entry.key().at(),
                "the name of a secret is no text to YAML, which truss refuses; put it in quotes"));
        continue;
      }
      SecretName name = new SecretName(key.text());
      if (declared.containsKey(key.text())) {
        findings.add(
            SecretFinding.about(
                Rule.DUPLICATE_NAME,
                key.at(),
                name,
                name + " is declared twice; remove one of the two"));
      } else {
        declared.put(key.text(), key.at());
        form(name, key.at());
      }
      value(name, entry.value(), last.getOrDefault(key.text(), i) == i);
    }
  }

  private void form(SecretName name, SourceLocation at) {
    if (!name.isWellFormed()) {
      findings.add(
          SecretFinding.about(
              Rule.NAME_FORM,
              at,
              name,
              name
                  + " is no name that is valid in every use of a secret; choose one of letters,"
                  + " digits, '-', '_' and '.', at most 253"));
    }
  }

  /**
   * @param counts whether truss reads this value; of several entries with one name, truss reads
   *     only the last one
   */
  private void value(SecretName name, ConfigNode value, boolean counts) {
    if (value instanceof Scalar scalar && scalar.kind() != Kind.OTHER) {
      if (scalar.kind() == Kind.NULL) {
        return;
      }
      if (scalar.text().isEmpty()) {
        findings.add(
            SecretFinding.about(
                Rule.EMPTY_VALUE,
                scalar.at(),
                name,
                name + " has an empty text as its value; write null"));
        return;
      }
      findings.add(
          SecretFinding.about(
              Rule.LITERAL_VALUE,
              scalar.at(),
              name,
              name + " has a value in this file, which truss takes without a word"));
    } else if (counts) {
      findings.add(
          SecretFinding.about(
              Rule.VALUE_NOT_TEXT,
              value.at(),
              name,
              name + " has a value that is no text, which truss refuses; write null"));
    }
  }

  /**
   * Each name is compared only with the first name like it, so that the work and the number of
   * findings grow linearly with the number of names.
   */
  private void collisions() {
    Map<String, SecretName> same = new HashMap<>();
    Map<String, SecretName> anyCase = new HashMap<>();
    declared.forEach(
        (text, at) -> {
          SecretName name = new SecretName(text);
          String normalized = name.normalized();
          SecretName other = same.putIfAbsent(normalized, name);
          SecretName inOtherCase = anyCase.putIfAbsent(normalized.toLowerCase(Locale.ROOT), name);
          if (other != null) {
            findings.add(
                SecretFinding.about(
                    Rule.NAMES_COLLIDE,
                    at,
                    name,
                    name + " and " + other + " are one secret to Baseten; declare one of them"));
          } else if (inOtherCase != null) {
            findings.add(
                SecretFinding.about(
                    Rule.NAMES_DIFFER_IN_CASE,
                    at,
                    name,
                    name + " and " + inOtherCase + " differ in case alone; use names that do not"));
          }
        });
  }
}

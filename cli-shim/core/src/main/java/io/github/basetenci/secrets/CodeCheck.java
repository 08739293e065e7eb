package io.github.basetenci.secrets;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at how the code of a model uses secrets. It reads Python by patterns: names that the code
 * computes are not seen, and comments are passed over.
 */
final class CodeCheck {
  private static final Pattern LOOKUP =
      Pattern.compile(
          "(?<![A-Za-z0-9])_?secrets(?:[\"']\\])?\\s*(?:\\[|\\.get\\()\\s*([\"'])([^\"'\\n]+)\\1");

  private static final Pattern FILE =
      Pattern.compile("(?<![A-Za-z0-9_.-])/secrets/([-._A-Za-z0-9]+)");

  private static final Pattern INIT =
      Pattern.compile("def\\s+__init__\\s*\\(([^)]*)\\)", Pattern.DOTALL);

  private final List<Finding> findings;
  private final Map<String, Place> declared;
  private final Set<String> used = new HashSet<>();

  /**
   * @param findings gets what is found
   * @param declared the declared names
   */
  CodeCheck(List<Finding> findings, Map<String, Place> declared) {
    this.findings = findings;
    this.declared = declared;
  }

  /** Looks at the lines of a file for look-ups and for paths of secrets. */
  void lines(SourceFile file) {
    String[] lines = file.text().split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip().startsWith("#") ? "" : lines[i];
      uses(file, i + 1, line, LOOKUP, 2, Rule.USE_NOT_DECLARED);
      uses(file, i + 1, line, FILE, 1, Rule.FILE_NOT_DECLARED);
    }
  }

  private void uses(SourceFile file, int number, String line, Pattern use, int group, Rule rule) {
    Matcher found = use.matcher(line);
    while (found.find()) {
      String name = found.group(group);
      if (used.add(name) && !declared.containsKey(name)) {
        SecretName shown = new SecretName(name);
        findings.add(
            Finding.about(
                rule,
                new Place(file.name(), number, found.start(group) + 1),
                shown,
                shown
                    + " is used here and not declared, so it is not delivered; add it to secrets in"
                    + " the configuration"));
      }
    }
  }

  /** Names that are declared, and in no file that was looked at. */
  void unused(Set<String> namedByFields) {
    declared.forEach(
        (name, at) -> {
          if (!used.contains(name) && !namedByFields.contains(name)) {
            SecretName shown = new SecretName(name);
            findings.add(
                Finding.about(
                    Rule.NOT_USED,
                    at,
                    shown,
                    shown + " is declared, and no code was seen to use it"));
          }
        });
  }

  /** The model's class is given the secrets if it asks for them. */
  void parameters(SourceFile model, String className) {
    if (declared.isEmpty()) {
      return;
    }
    Matcher found =
        Pattern.compile("(?m)^class\\s+" + Pattern.quote(className) + "\\b.*$")
            .matcher(model.text());
    if (!found.find()) {
      return;
    }
    String body = classBody(model.text().substring(found.end()));
    @Nullable List<String> parameters = parameters(body);
    // Without a constructor of its own it may have one from the class above, in another file.
    boolean inherits = parameters == null && found.group().contains("(");
    boolean asks =
        parameters != null
            && parameters.stream()
                .anyMatch(name -> name.equals("secrets") || name.startsWith("**"));
    if (!asks && !inherits) {
      int line = (int) model.text().substring(0, found.start()).lines().count() + 1;
      findings.add(
          Finding.of(
              Rule.NO_PARAMETER,
              new Place(model.name(), line, 1),
              "the constructor of the model takes neither secrets nor **kwargs, so it is given no"
                  + " secret"));
    }
  }

  /** Up to the next line that is not indented. */
  private static String classBody(String rest) {
    Matcher end = Pattern.compile("(?m)^[^\\s#)]").matcher(rest);
    return end.find() ? rest.substring(0, end.start()) : rest;
  }

  private static @Nullable List<String> parameters(String body) {
    Matcher init = INIT.matcher(body);
    if (!init.find()) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (String parameter : init.group(1).split(",")) {
      names.add(parameter.strip().replaceFirst("(?s)\\s*[:=].*", ""));
    }
    return names;
  }
}

package io.github.basetenci.secrets;

import io.github.basetenci.secrets.SecretReads.Certainty;
import io.github.basetenci.secrets.SecretReads.Read;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks how the code of a model uses secrets. Names that the code computes are not seen. Names in
 * comments and docstrings do not count as uses.
 */
final class CodeCheck {
  private static final Pattern FILE =
      Pattern.compile("(?<![A-Za-z0-9_.-])/secrets/([-._A-Za-z0-9]+)");

  private final List<SecretFinding> findings;
  private final Map<String, SourceLocation> declared;
  private final Set<String> used = new HashSet<>();

  /** For each name that is read and not declared, the read that is the most certain to fail. */
  private final Map<String, Undeclared> undeclared = new LinkedHashMap<>();

  private record Undeclared(Certainty certainty, SourceLocation at) {}

  /**
   * @param findings the list to which findings are added
   * @param declared the declared names
   */
  CodeCheck(List<SecretFinding> findings, Map<String, SourceLocation> declared) {
    this.findings = findings;
    this.declared = declared;
  }

  /** Checks the lines of a configuration, because its commands may read files of secrets. */
  void commands(SourceFile file) {
    String[] lines = SourceLocations.lines(file.text());
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].strip().startsWith("#")) {
        Matcher found = FILE.matcher(lines[i]);
        while (found.find()) {
          file(found.group(1), new SourceLocation(file.name(), i + 1, found.start(1) + 1));
        }
      }
    }
  }

  /**
   * Checks a file of Python.
   *
   * @param className the name of the model's class if the class is in this file, else null
   */
  void python(SourceFile file, @Nullable String className) {
    List<PythonStatement> module = PythonStatement.parse(file.text());
    SourceLocations locations = SourceLocations.of(file);
    for (Read read : SecretReads.of(module, className)) {
      used.add(read.name());
      if (!declared.containsKey(read.name()) && read.certainty() != Certainty.NEVER) {
        undeclared.merge(
            read.name(),
            new Undeclared(read.certainty(), locations.at(read.at())),
            (one, other) -> other.certainty().compareTo(one.certainty()) < 0 ? other : one);
      }
    }
    files(module, file, locations);
  }

  private void files(List<PythonStatement> block, SourceFile file, SourceLocations locations) {
    for (PythonStatement statement : block) {
      for (PythonToken token :
          statement.isDescription() ? List.<PythonToken>of() : statement.head()) {
        if (token.isString()) {
          Matcher found = FILE.matcher(file.text()).region(token.start(), token.end());
          while (found.find()) {
            file(found.group(1), locations.at(found.start(1)));
          }
        }
      }
      files(statement.body(), file, locations);
    }
  }

  private void file(String name, SourceLocation at) {
    if (used.add(name) && !declared.containsKey(name)) {
      SecretName shown = new SecretName(name);
      add(Rule.FILE_NOT_DECLARED, at, shown, notDelivered(shown));
    }
  }

  /** Adds the findings about reads, after all files were checked. */
  void finish() {
    undeclared.forEach(
        (name, read) -> {
          SecretName shown = new SecretName(name);
          switch (read.certainty()) {
            case SURE -> add(Rule.USE_NOT_DECLARED, read.at(), shown, notDelivered(shown));
            case GUARDED ->
                add(
                    Rule.GUARDED_USE,
                    read.at(),
                    shown,
                    shown
                        + " is not declared, and truss raises SecretNotFound for it here in spite of"
                        + " 'in', get and 'except KeyError'; add it to secrets in the"
                        + " configuration, or catch that");
            default ->
                add(
                    Rule.UNCLEAR_USE,
                    read.at(),
                    shown,
                    shown
                        + " is read here from what may be the secrets of truss, and is not declared;"
                        + " if they are, add it to secrets in the configuration");
          }
        });
  }

  private static String notDelivered(SecretName shown) {
    return shown
        + " is used here and not declared, so it is not delivered; add it to secrets in the"
        + " configuration";
  }

  private void add(Rule rule, SourceLocation at, SecretName name, String message) {
    findings.add(SecretFinding.about(rule, at, name, message));
  }

  /** Adds findings about names that are declared, but are in no file that was checked. */
  void unused(Set<String> namedByFields) {
    declared.forEach(
        (name, at) -> {
          if (!used.contains(name) && !namedByFields.contains(name)) {
            SecretName shown = new SecretName(name);
            add(Rule.NOT_USED, at, shown, shown + " is declared, and no code was seen to use it");
          }
        });
  }

  /**
   * Checks that the constructor of the model's class takes the secrets. Truss passes secrets only
   * to a constructor that takes them.
   */
  void parameters(SourceFile model, String className) {
    if (declared.isEmpty()) {
      return;
    }
    for (PythonStatement statement : PythonStatement.parse(model.text())) {
      if (statement.keyword().equals("class") && statement.definedName().equals(className)) {
        parameters(statement, SourceLocations.of(model));
        return;
      }
    }
  }

  private void parameters(PythonStatement type, SourceLocations locations) {
    List<PythonStatement> constructors =
        type.body().stream()
            .filter(it -> it.keyword().equals("def") && it.definedName().equals("__init__"))
            .toList();
    // A class without a constructor may inherit one from a base class in another file.
    boolean inherits = constructors.isEmpty() && !type.arguments().isEmpty();
    boolean asks =
        constructors.stream()
            .flatMap(constructor -> constructor.arguments().stream())
            .anyMatch(argument -> argument.get(0).is("secrets") || argument.get(0).is("**"));
    if (!asks && !inherits) {
      findings.add(
          SecretFinding.of(
              Rule.NO_PARAMETER,
              locations.at(type.head().get(0).start()),
              "the constructor of the model takes neither secrets nor **kwargs, so it is given no"
                  + " secret"));
    }
  }
}

package io.github.basetenci.secrets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * A statement of Python.
 *
 * @param head all tokens of a simple statement, or the tokens before the colon of a compound
 *     statement; never empty
 * @param body the statements in the block of a compound statement
 */
record PythonStatement(List<PythonToken> head, List<PythonStatement> body) {
  private static final Set<String> COMPOUND =
      Set.of(
          "if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class",
          "async");

  /** Python itself allows at most 100 levels of indentation. */
  private static final int MAX_LEVELS = 100;

  /** A block to which statements are added. */
  private record Block(int indent, List<PythonStatement> statements) {}

  static List<PythonStatement> parse(String text) {
    List<PythonStatement> module = new ArrayList<>();
    Deque<Block> open = new ArrayDeque<>();
    open.push(new Block(0, module));
    for (PythonLexer.Line line : PythonLexer.lines(text)) {
      while (open.size() > 1 && line.indent() < open.peek().indent()) {
        open.pop();
      }
      Block block = open.peek();
      List<PythonStatement> before = block.statements();
      if (line.indent() > block.indent() && !before.isEmpty() && open.size() <= MAX_LEVELS) {
        block = new Block(line.indent(), before.get(before.size() - 1).body());
        open.push(block);
      }
      add(block.statements(), line.tokens());
    }
    return module;
  }

  private static void add(List<PythonStatement> block, List<PythonToken> tokens) {
    int colon = colon(tokens);
    if (colon < 0) {
      addSimple(block, tokens);
      return;
    }
    if (colon == 0) {
      // A line that begins with a colon is no Python, but the rest of it may be.
      addSimple(block, tokens.subList(1, tokens.size()));
      return;
    }
    PythonStatement compound = new PythonStatement(tokens.subList(0, colon), new ArrayList<>());
    block.add(compound);
    addSimple(compound.body(), tokens.subList(colon + 1, tokens.size()));
  }

  private static void addSimple(List<PythonStatement> block, List<PythonToken> tokens) {
    int start = 0;
    int depth = 0;
    for (int i = 0; i <= tokens.size(); i++) {
      if (i == tokens.size() || (depth == 0 && tokens.get(i).is(";"))) {
        if (i > start) {
          block.add(new PythonStatement(tokens.subList(start, i), new ArrayList<>()));
        }
        start = i + 1;
      } else {
        depth += tokens.get(i).opens() ? 1 : tokens.get(i).closes() ? -1 : 0;
      }
    }
  }

  /**
   * The position of the colon that begins the block of a compound statement; -1 for a simple
   * statement.
   */
  private static int colon(List<PythonToken> tokens) {
    if (!COMPOUND.contains(tokens.get(0).text()) || tokens.get(0).isString()) {
      // The words match and case can also be names, so the colon must be the last token.
      int last = tokens.size() - 1;
      return tokens.get(last).is(":") ? last : -1;
    }
    int depth = 0;
    int lambdas = 0;
    for (int i = 0; i < tokens.size(); i++) {
      PythonToken token = tokens.get(i);
      depth += token.opens() ? 1 : token.closes() ? -1 : 0;
      if (depth == 0 && token.is("lambda")) {
        lambdas++;
      } else if (depth == 0 && token.is(":") && lambdas-- == 0) {
        return i;
      }
    }
    return -1;
  }

  /** The first keyword or name of the statement; {@code async} is skipped. */
  String keyword() {
    PythonToken first = head.get(0);
    if (first.is("async") && head.size() > 1) {
      first = head.get(1);
    }
    return first.isString() ? "" : first.text();
  }

  boolean isDefinition() {
    return keyword().equals("def") || keyword().equals("class");
  }

  /** The name that a definition defines. */
  String definedName() {
    int at = head.get(0).is("async") ? 2 : 1;
    return at < head.size() ? head.get(at).text() : "";
  }

  /** Whether the statement consists only of strings, like the docstring of a function. */
  boolean isDescription() {
    return body.isEmpty() && head.stream().allMatch(PythonToken::isString);
  }

  /** The tokens in the parentheses after a defined name, split at the commas. */
  List<List<PythonToken>> arguments() {
    List<List<PythonToken>> arguments = new ArrayList<>();
    List<PythonToken> argument = new ArrayList<>();
    int depth = 0;
    for (PythonToken token : head) {
      if (token.closes() && --depth == 0) {
        break;
      }
      if (depth == 1 && token.is(",")) {
        arguments.add(argument);
        argument = new ArrayList<>();
      } else if (depth > 0) {
        argument.add(token);
      }
      depth += token.opens() ? 1 : 0;
    }
    arguments.add(argument);
    return arguments.stream().filter(each -> !each.isEmpty()).toList();
  }
}

package io.github.basetenci.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IniDocumentTest {

  record Vector(String file, Map<String, Map<String, String>> sections) {}

  static List<Vector> vectors() {
    return List.of(
        new Vector("[a]\nK = v\n", Map.of("a", Map.of("k", "v"))),
        new Vector("[a]\nk:v=w\n", Map.of("a", Map.of("k", "v=w"))),
        new Vector("[a]\nk == v\n", Map.of("a", Map.of("k", "= v"))),
        new Vector("[a]\nk = v ; c\n", Map.of("a", Map.of("k", "v ; c"))),
        new Vector("[a]\nk = \"v\"\n", Map.of("a", Map.of("k", "\"v\""))),
        new Vector("[a]\nk = a%%b\n", Map.of("a", Map.of("k", "a%b"))),
        new Vector("[a]\nx = 1\nk = %(x)s\n", Map.of("a", Map.of("x", "1", "k", "1"))),
        new Vector("[a]\nk = one\n\n  two\n", Map.of("a", Map.of("k", "one\n\ntwo"))),
        new Vector("[a]\nk = one\n# c\n  two\n", Map.of("a", Map.of("k", "one\ntwo"))),
        new Vector("[a]\nj = two\n  [b]\n  z = 1\n", Map.of("a", Map.of("j", "two\n[b]\nz = 1"))),
        new Vector("[a]\n  k = v\n  j = w\n", Map.of("a", Map.of("k", "v", "j", "w"))),
        new Vector("[A]\nk=1\n[a]\nk=2\n", Map.of("A", Map.of("k", "1"), "a", Map.of("k", "2"))),
        new Vector("[a]b]\nk=1\n", Map.of("a]b", Map.of("k", "1"))),
        new Vector("[DEFAULT]\nd=1\n[a]\nk=2\n", Map.of("a", Map.of("k", "2", "d", "1"))),
        new Vector("[a] junk\r\nk=\r", Map.of("a", Map.of("k", ""))),
        new Vector("", Map.of()));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsWhatConfigparserReads(Vector vector) throws Exception {
    IniDocument document = parse(vector.file);
    Map<String, Map<String, String>> read = new LinkedHashMap<>();
    for (String section : document.sections()) {
      read.put(section, document.values(section));
    }
    assertThat(read).isEqualTo(vector.sections);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "'[a]|k = v|K = w|', DUPLICATE_OPTION, 3",
        "'[a]|k=1|[a]|k=2|', DUPLICATE_SECTION, 3",
        "'[a]|k|', PARSING, 2",
        "'[a]|= v|', PARSING, 2",
        "'k=1|', MISSING_SECTION_HEADER, 1",
        "'[]|k=1|', MISSING_SECTION_HEADER, 1",
        "'# c|\ufeff[a]|k=1|', MISSING_SECTION_HEADER, 2",
      })
  void refusesWhatConfigparserRefuses(String quoted, IniProblem problem, int line) {
    String file = quoted.replace("'", "").replace('|', '\n');
    assertThatThrownBy(() -> parse(file))
        .isInstanceOfSatisfying(
            IniSyntaxException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(problem);
              assertThat(e.line()).isEqualTo(line);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "a%b, INTERPOLATION_SYNTAX",
    "%, INTERPOLATION_SYNTAX",
    "%()s, INTERPOLATION_SYNTAX",
    "%(x, INTERPOLATION_SYNTAX",
    "%(none)s, INTERPOLATION_MISSING_OPTION",
    "%(K)s, INTERPOLATION_DEPTH",
  })
  void refusesToLoadABrokenReference(String value, IniProblem problem) throws Exception {
    IniDocument document = parse("[z]\nk = 1\n[a]\nk = " + value + "\n");
    assertThat(document.values("z")).containsEntry("k", "1");
    assertThatThrownBy(() -> document.values("a"))
        .isInstanceOfSatisfying(
            IniSyntaxException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(problem);
              assertThat(e.line()).isEqualTo(4);
            });
  }

  @Test
  void namesTheLineOfBytesThatAreNotUtf8() {
    byte[] bytes = "[a]\r\nk = v\rj = \u00e4\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> IniDocument.parse(bytes))
        .hasMessage("line 3 is not valid UTF-8")
        .isInstanceOf(IniSyntaxException.class);
  }

  @Test
  void stopsAReferenceThatGrowsBeyondAllMemory() throws Exception {
    StringBuilder file = new StringBuilder("[a]\nx0 = 0123456789%%\n");
    for (int i = 1; i < 10; i++) {
      file.append("x")
          .append(i)
          .append(" = ")
          .append(("%(x" + (i - 1) + ")s").repeat(10))
          .append('\n');
    }
    IniDocument document = parse(file.toString());
    assertThatThrownBy(() -> document.values("a")).isInstanceOf(IniSyntaxException.class);
  }

  @Test
  void changesNothingButTheValue() throws Exception {
    String before =
        "# top\r\n[b]\r\n; why\r\n  API_KEY:\tx\r\n  Team=t # no comment\r\n\r\n[c]\r\n";
    IniDocument after =
        parse(before).with("b", Map.of("api_key", "50%", "team", "t # no comment"), Set.of());
    assertThat(text(after)).isEqualTo(before.replace("\tx", "\t50%%"));
    assertThat(after.values("b")).containsEntry("api_key", "50%");
  }

  @Test
  void replacesAMultiLineValueAsAWhole() throws Exception {
    IniDocument after =
        parse("[b]\nk = one\n  two\n# c\n\n  three\n\nj = 1\n")
            .with("b", Map.of("k", "v"), Set.of());
    assertThat(text(after)).isEqualTo("[b]\nk = v\n# c\n\nj = 1\n");
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"k=,k=v", "k =,k = v", "k = ,k = v", "k:,k:v", "k\t:  ,k\t:  v"})
  void fillsAnEmptyValueInTheStyleOfItsLine(String line, String expected) throws Exception {
    assertThat(text(parse("[b]\n" + line + "\n").with("b", Map.of("k", "v"), Set.of())))
        .isEqualTo("[b]\n" + expected + "\n");
  }

  @Test
  void addsAnOptionThatCannotContinueItsNeighbours() throws Exception {
    IniDocument after =
        parse("[b]\n    j = 1\n      more\n  # c\n\n   [c]\n  k = 2\n")
            .with("b", Map.of("k", "v"), Set.of());
    assertThat(text(after))
        .isEqualTo("[b]\n    j = 1\n      more\n    k = v\n  # c\n\n   [c]\n  k = 2\n");
  }

  @Test
  void addsAnOptionToAnEmptySectionBeforeAnIndentedHeader() throws Exception {
    assertThat(text(parse("[b]\n  [c]\nk = 2\n").with("b", Map.of("k", "v"), Set.of())))
        .isEqualTo("[b]\n  k = v\n  [c]\nk = 2\n");
  }

  @Test
  void removesOptionsWithTheirContinuations() throws Exception {
    assertThat(
            text(
                parse("[b]\ni = 0\nk = one\n\n  two\n\n; c\nj = 1")
                    .with("b", Map.of(), Set.of("k", "absent"))))
        .isEqualTo("[b]\ni = 0\n\n; c\nj = 1");
  }

  @Test
  void removesASectionAndKeepsTheCommentsBelowIt() throws Exception {
    assertThat(
            text(parse("# a\n[a]\nk=1\n# inside\n[b]\n# b\nk=2\n\n# of c\n\n[c]\n").without("b")))
        .isEqualTo("# a\n[a]\nk=1\n# inside\n# of c\n\n[c]\n");
  }

  @Test
  void movesAnIndentedHeaderOutOfTheValueThatItWouldContinue() throws Exception {
    IniDocument after = parse("[a]\nk = 1\n[b]\n  x = 1\n  [c]\n  y = 2\n").without("b");
    assertThat(text(after)).isEqualTo("[a]\nk = 1\n[c]\n  y = 2\n");
    assertThat(after.sections()).containsExactly("a", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"line\nbreak", "carriage\rreturn", " blank", "blank\t", "\u00a0"})
  void refusesAValueThatWouldNotReadBack(String value) {
    assertThatThrownBy(() -> parse("[a]\n").with("a", Map.of("k", value), Set.of()))
        .isInstanceOf(IniEditException.class)
        .hasMessageContaining("[a]")
        .hasMessageNotContaining("\n");
  }

  private static IniDocument parse(String file) throws IniSyntaxException {
    return IniDocument.parse(file.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(IniDocument document) {
    return new String(document.toBytes(), StandardCharsets.UTF_8);
  }
}

package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private static final String CLAIMS =
      "{\"sub\":\"repo:acme/models:ref:refs/heads/main\",\"repository_owner_id\":\"12345\","
          + "\"ref\":\"refs/heads/main\",\"n\":12345,\"list\":[\"a\"],\"empty\":\"\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claims.repository_owner_id == '12345' && claims.sub.startsWith('repo:acme/models:') &&"
            + " claims.ref == 'refs/heads/main'",
        "claims.repository_owner_id == '12345' && claims.sub =="
            + " 'repo:acme/models:ref:refs/heads/main'",
        "claims.ref=='refs/heads/main'",
        " claims . ref\n==\t'refs/heads/main' ",
        "claims.ref == 'x' || claims.ref == 'refs/heads/main'",
        "claims.missing == 'x' || claims.ref == 'refs/heads/main'",
        "claims.ref == 'refs/heads/main' || claims.missing == 'x' && claims.ref == 'y'",
        "(claims.ref == 'refs/heads/main')",
        "((claims.ref == 'x' || claims.ref.startsWith('refs/')) && claims.empty == '')",
        "claims.sub.startsWith('')",
      })
  void aConditionIsMet(String condition) throws Exception {
    assertThat(Condition.parse(condition).isMetBy(claims())).isTrue();
    assertThat(Condition.parse(condition).text()).isEqualTo(condition);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claims.ref == 'refs/heads/mai'",
        "claims.ref == 'Refs/heads/main'",
        "claims.ref == 'refs/heads/main '",
        "claims.ref.startsWith('/heads')",
        "claims.ref.startsWith('refs/heads/main/')",
        "claims.missing == ''",
        "claims.missing.startsWith('')",
        "claims.missing == 'null'",
        "claims.n == '12345'",
        "claims.n.startsWith('1')",
        "claims.list == 'a'",
        "claims.ref == 'refs/heads/main' && claims.missing == 'x'",
        "(claims.ref == 'refs/heads/main' || claims.missing == 'x') && claims.ref == 'y'",
      })
  void aConditionIsNotMet(String condition) throws Exception {
    assertThat(Condition.parse(condition).isMetBy(claims())).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "claims.ref != 'x' ~ with != here",
        "!(claims.ref == 'x') ~ with ! here",
        "claims.ref.endsWith('x') ~ with endsWith here",
        "claims.ref.matches('x') ~ with matches here",
        "claims.ref.contains('x') ~ with contains here",
        "claims.ref in ['x'] ~ with in here",
        "has(claims.ref) ~ with has here",
        "size(claims.ref) > 1 ~ with size here",
        "claims['ref'] == 'x' ~ with [ here",
        "claims.a.b == 'x' ~ with b here",
        "claims == 'x' ~ with == here",
        "claims.ref == 1 ~ with 1 here",
        "claims.ref == true ~ with true here",
        "claims.ref == claims.sub ~ comparison of two claims",
        "'x' == claims.ref ~ comparison that begins with a text",
        "claims.ref == \"x\" ~ text in double quotes",
        "claims.ref == 'a\\'b' ~ text with a backslash",
        "claims.ref == 'a ~ without its closing",
        "claims.ref == r'a' ~ with r here",
        "claims.ref == 'a' + 'b' ~ with + here",
        "claims.ref == 'a' 'b' ~ with a text here: 'b'",
        "claims.ref == 'a' ? 'b' : 'c' ~ with ? here",
        "claims.ref == 'a' & claims.ref == 'b' ~ with & here",
        "claims.ref == 'a' && ~ that ends here",
        "claims.ref ~ that ends here",
        "claims. ~ that ends here",
        "(claims.ref == 'a' ~ that ends here",
        "claims.ref == 'a') ~ with ) here",
        "() ~ with ) here",
        "true ~ with true here",
        "`` ~ that ends here",
        "token.ref == 'a' ~ with token here",
        "claims.ref.startsWith('a') == true ~ with == here",
        "claims.ref.startsWith() ~ with ) here",
        "// claims ~ with / here",
      })
  void anythingElseIsRefusedByName(String condition, String named) {
    assertThatThrownBy(() -> Condition.parse(condition))
        .isInstanceOf(InvalidConditionException.class)
        .hasMessageStartingWith("This sandbox knows no ")
        .hasMessageContaining(named);
  }

  @Test
  void aTextOverTwoLinesIsRefused() {
    assertThatThrownBy(() -> Condition.parse("claims.ref == 'a\nb'"))
        .isInstanceOf(InvalidConditionException.class)
        .hasMessageContaining("over two lines");
  }

  @Test
  void lengthAndDepthAreLimited() throws Exception {
    String clause = "claims.ref == 'refs/heads/main'";
    String longest = clause + " ".repeat(4096 - clause.length());

    assertThat(Condition.parse(longest).isMetBy(claims())).isTrue();
    assertThatThrownBy(() -> Condition.parse(longest + " ")).hasMessageContaining("4,096");
    assertThat(Condition.parse("(".repeat(32) + clause + ")".repeat(32)).isMetBy(claims()))
        .isTrue();
    assertThatThrownBy(() -> Condition.parse("(".repeat(33) + clause + ")".repeat(33)))
        .hasMessageContaining("32 levels");
    assertThatThrownBy(() -> Condition.parse("(".repeat(4096))).hasMessageContaining("32 levels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claims.sub == 'x'",
        "claims.sub.startsWith('x')",
        "claims.ref == 'y' && claims.sub == 'x'",
        "claims.ref == 'y' && (claims.a == 'z' && claims.sub == 'x')",
        "(claims.ref == 'y' || claims.ref == 'z') && claims.sub == 'x'",
      })
  void aTopLevelClausePinsTheSubject(String condition) throws Exception {
    assertThat(Condition.parse(condition).pins("sub")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claims.ref == 'x'",
        "claims.sub == ''",
        "claims.sub.startsWith('')",
        "claims.sub == 'x' || claims.ref == 'y'",
        "claims.sub == 'x' || claims.sub == 'y'",
        "claims.ref == 'y' && (claims.sub == 'x' || claims.ref == 'z')",
        "claims.subject == 'x'",
      })
  void anythingElseDoesNotPinIt(String condition) throws Exception {
    assertThat(Condition.parse(condition).pins("sub")).isFalse();
  }

  @Test
  void aPrefixDoesNotFixAClaim() throws Exception {
    assertThat(Condition.parse("claims.a == '1' && claims.b.startsWith('1')").fixes("a")).isTrue();
    assertThat(Condition.parse("claims.a == '1' && claims.b.startsWith('1')").fixes("b")).isFalse();
  }

  private static JsonNode claims() throws Exception {
    return new ObjectMapper().readTree(CLAIMS);
  }
}

package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMembersTest {
  @Test
  void theTextsOfTheOutermostObjectAreRead() {
    assertThat(
            JsonMembers.read(
                " {\"a\" : \"\\u00e9\\n\\/\" , \"b\":{\"a\":\"x\"},\"c\":[1,[],\"y\",{}],"
                    + "\"d\":-1.5e+3,\"e\":null,\"\":\"\",\"f\":\"1\",\"f\":2}\n"))
        .contains(Map.of("a", "é\n/", "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"a\"",
        "{",
        "{}x",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":\"b\",}",
        "{\"a\":01}",
        "{\"a\":tru}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":[1}",
        "{\"a\":\"\\u+123\"}",
        "{'a':1}"
      })
  void whatIsNoObjectIsNotRead(String json) {
    assertThat(JsonMembers.read(json)).isEmpty();
  }

  @Test
  void aDeepNestIsNoObject() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(JsonMembers.read("{\"a\":" + deep + "}")).isEmpty();
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll String name, @ForAll String value) {
    assertThat(JsonMembers.read(JsonText.stringify(Map.of(name, value))))
        .contains(Map.of(name, value));
  }
}

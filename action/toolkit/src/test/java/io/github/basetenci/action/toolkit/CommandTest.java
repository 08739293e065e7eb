package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {
  @Test
  void dataIsEscapedWithUpperCaseHexAndPercentFirst() {
    assertThat(Command.of("some-command", "percent % cr \r lf \n").toString())
        .isEqualTo("::some-command::percent %25 cr %0D lf %0A");
    assertThat(Command.of("some-command", "%25 %0D %0A : ,").toString())
        .isEqualTo("::some-command::%2525 %250D %250A : ,");
  }

  @Test
  void propertiesEscapeColonAndCommaToo() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("prop1", "% \r \n : ,");
    properties.put("prop2", 123);
    properties.put("prop3", Map.of("test", "object"));
    assertThat(new Command("some-command", properties, "x").toString())
        .isEqualTo(
            "::some-command prop1=%25 %0D %0A %3A %2C,prop2=123,prop3={\"test\"%3A\"object\"}::x");
  }

  @Test
  void anEmptyPropertyIsLeftOutAndTheBlankStays() {
    assertThat(new Command("error", Map.of("title", ""), "msg").toString())
        .isEqualTo("::error ::msg");
    assertThat(new Command("error", Map.of("line", 0), "msg").toString())
        .isEqualTo("::error ::msg");
    assertThat(new Command("error", Map.of(), "msg").toString()).isEqualTo("::error::msg");
  }

  @Test
  void aCommandWithoutNameSaysSo() {
    assertThat(Command.of("", null).toString()).isEqualTo("::missing.command::");
  }

  @Test
  void aValueThatIsNoTextIsWrittenAsJson() {
    assertThat(Command.of("c", Map.of("test", "object")).toString())
        .isEqualTo("::c::{\"test\":\"object\"}");
    assertThat(Command.of("c", true).toString()).isEqualTo("::c::true");
    assertThat(Command.of("c", 1.01).toString()).isEqualTo("::c::1.01");
  }
}

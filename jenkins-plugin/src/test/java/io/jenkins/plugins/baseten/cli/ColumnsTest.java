package io.jenkins.plugins.baseten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void columnsAreAlignedInEachScript() {
        assertThat(printed(StandardCharsets.UTF_8))
                .isEqualTo(String.join(
                        System.lineSeparator(),
                        "ID         AGE",
                        "plain      1 day",
                        "schlüssel  2 days",
                        "鍵の束     3 days",
                        "e\u0301tat       4 days",
                        "🔑         5 days",
                        ""));
    }

    @Test
    void aTerminalWithoutTheCharactersGetsTheirNumbers() {
        assertThat(printed(StandardCharsets.US_ASCII))
                .contains("schl\\u{fc}ssel  ", "\\u{9375}\\u{306e}\\u{675f}", "\\u{1f511}")
                .doesNotContain("?");
    }

    private static String printed(Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Columns.print(
                List.of(
                        List.of("ID", "AGE"),
                        List.of("plain", "1 day"),
                        List.of("schlüssel", "2 days"),
                        List.of("鍵の束", "3 days"),
                        List.of("e\u0301tat", "4 days"),
                        List.of("🔑", "5 days")),
                new PrintStream(bytes, true, charset),
                charset);
        return bytes.toString(charset);
    }
}

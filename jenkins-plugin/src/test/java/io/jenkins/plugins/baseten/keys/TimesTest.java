package io.jenkins.plugins.baseten.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    private static final Instant TIME = Instant.parse("2026-11-29T21:48:17.123456789Z");

    private TimeZone zone;

    @BeforeEach
    void chooseTheZone() {
        zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    }

    @AfterEach
    void restoreTheZone() {
        TimeZone.setDefault(zone);
    }

    @Test
    void aReaderSeesMinutesAndTheZoneAndAProgramSeconds() {
        assertThat(Times.exact(TIME)).isEqualTo("2026-11-29 21:48 UTC");
        assertThat(Times.iso(TIME)).isEqualTo("2026-11-29T21:48:17Z");
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        assertThat(Times.exact(TIME)).isEqualTo("2026-11-29 22:48 CET");
    }

    @Test
    void aSentenceHasNoTimeInAnotherForm() {
        assertThat(Times.inSentence("The key lived on until " + TIME + ", or until 2026-12-06T21:48:17Z; b$1"))
                .isEqualTo("The key lived on until 2026-11-29 21:48 UTC, or until 2026-12-06 21:48 UTC; b$1");
        assertThat(Times.inSentence("team T09:00Z")).isEqualTo("team T09:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, less than a minute",
        "PT59S, less than a minute",
        "PT12M, 12 min",
        "PT3H, 3 hr 0 min",
        "P1D, 1 day",
        "P94DT3H, 94 days",
        "P1200D, 1200 days",
        "PT-5S, less than a minute"
    })
    void aSpanIsInTheUnitOfPolicies(Duration length, String words) {
        assertThat(Times.span(TIME, TIME.plus(length))).isEqualTo(words);
    }
}

package io.jenkins.plugins.baseten.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"team-key", "a/b", "..", ".", "~x", "", "ü ?#%;", "<script>", "a.b_c"})
    void anIdIsOneSegmentOfAPathAndBack(String id) {
        assertThat(KeyNames.segment(id)).matches("~?[a-zA-Z0-9_.-]*").isNotIn("", ".", "..");
        assertThat(KeyNames.id(KeyNames.segment(id))).isEqualTo(id);
    }

    @Test
    void aSegmentThatStandsForNoIdIsFoundNowhere() {
        assertThat(KeyNames.id("~!")).isEqualTo("~!");
    }
}

package io.jenkins.plugins.baseten.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"team-key", "a/b", "..", ".", "~x", "", "ü ?#%;", "<script>", "a.b_c"})
    void anIdIsOneSegmentOfAPathAndBack(String id) {
        assertThat(KeyAddress.segment(id)).matches("~?[a-zA-Z0-9_.-]*").isNotIn("", ".", "..");
        assertThat(KeyAddress.name(KeyAddress.segment(id))).isEqualTo(id);
    }

    @Test
    void aSegmentThatStandsForNoIdIsFoundNowhere() {
        assertThat(KeyAddress.name("~!")).isEqualTo("~!");
    }
}

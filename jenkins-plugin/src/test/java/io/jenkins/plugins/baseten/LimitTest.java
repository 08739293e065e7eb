package io.jenkins.plugins.baseten;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** No slow machine meets a limit; a test that hangs is found by {@link io.github.basetenci.testing.HangWatch}. */
class LimitTest {
    @Test
    void theHarnessEndsNoTestForItsTime() {
        assertThat(new JenkinsRule().timeout).isZero();
    }
}

package io.jenkins.plugins.baseten.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clauses are those of {@link io.jenkins.plugins.baseten.rotation.BuildDrain}, and one that it does not have yet. */
class DrainTextTest {
    private static final Instant SINCE = Instant.parse("2026-11-29T21:48:17Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "until now, when no running build uses it"
                        + "|The old key abc is about to be revoked: no running build uses it.",
                "until the deadline, which has passed while 2 running builds still use it"
                        + "|The deadline of the policy has passed. The old key abc is about to be revoked.",
                "until 2026-11-29T22:48:17Z|The old key abc goes on working until TIME."
                        + " After that it is revoked as soon as no running build uses it.",
                "until 1 running build that uses it lets go of it, or until 2026-12-06T21:48:17Z"
                        + "|The old key abc goes on working while a running build uses it, at the latest until TIME.",
                "until 2 running builds that use it let go of it, or until 2026-12-06T21:48:17Z"
                        + "|The old key abc goes on working while a running build uses it, at the latest until TIME.",
                "until Jenkins has loaded the builds that go on after its start, or until 2026-12-06T21:48:17Z"
                        + "|The old key abc goes on working while Jenkins loads the builds that continue after its"
                        + " start, at the latest until TIME.",
                "until nobody has called with it for 2 h, or until 2026-12-06T21:48:17Z"
                        + "|The old key abc goes on working until nobody has called with it for 2 h, or until TIME."
            })
    void eachThingThatADrainWaitsForIsASentence(String clause, String sentence) {
        String time = Times.lastIn(clause).map(Times::exact).orElse("");
        assertThat(DrainText.sentence("The old key abc", clause)).isEqualTo(sentence.replace("TIME", time));
    }

    @Test
    void theLimitIsTheEndOfTheOverlapOrTheDeadline() {
        TimeLimit overlap = DrainText.limit("until 2026-11-29T22:48:17Z", SINCE);
        assertThat(overlap.latest()).isFalse();
        assertThat(overlap.time().text()).isEqualTo("in 1 hr 0 min");
        TimeLimit deadline = DrainText.limit("until it is quiet, or until 2026-12-06T21:48:17Z", SINCE);
        assertThat(deadline.latest()).isTrue();
        assertThat(deadline.time().text()).isEqualTo("in 7 days");
        assertThat(DrainText.limit("until now", SINCE)).isNull();
        String quiet = ", and until nobody has used it for 2 hours (it was last used 12 minutes ago)";
        assertThat(DrainText.limit("until 2026-11-29T22:48:17Z" + quiet, SINCE).latest())
                .isFalse();
        assertThat(DrainText.limit("until it lets go of it, or until 2026-12-06T21:48:17Z" + quiet, SINCE))
                .isNull();
        assertThat(DrainText.limit("until it is" + quiet + ", at the latest until 2026-12-06T21:48:17Z", SINCE)
                        .latest())
                .isTrue();
    }
}

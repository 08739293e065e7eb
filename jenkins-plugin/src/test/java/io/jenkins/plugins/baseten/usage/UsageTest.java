package io.jenkins.plugins.baseten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    private static final String PREFIX = "aBcD1234";

    private final Usage usage = new Usage("folder", "id");

    @Test
    void theLastToUseItComesFirst() {
        usage.add(PREFIX, "a", TIME);
        usage.add(PREFIX, "b", TIME);
        usage.add(PREFIX, "a", TIME.plusSeconds(1));
        assertThat(usage.jobs()).containsExactly("a", "b");
        assertThat(usage.last()).isEqualTo(TIME.plusSeconds(1));
    }

    @Test
    void aUseOfNoJobCountsForTheTimeAlone() {
        usage.add(PREFIX, "", TIME);
        assertThat(usage.jobs()).isEmpty();
        assertThat(usage.last()).isEqualTo(TIME);
    }

    @Test
    void moreThanFiftyJobsPushOutTheOldest() {
        for (int i = 0; i < 60; i++) {
            usage.add(PREFIX, "job" + i, TIME);
        }
        assertThat(usage.jobs()).hasSize(50).startsWith("job59").endsWith("job10");
    }

    @Test
    void aFolderThatIsRenamedTakesJobsAndStoreWithIt() {
        usage.add(PREFIX, "folder/job", TIME);
        usage.add(PREFIX, "folder-of-another-name/job", TIME);
        usage.rename("folder", "outer/renamed");
        assertThat(usage.jobs()).containsExactly("folder-of-another-name/job", "outer/renamed/job");
        assertThat(usage.isOf("outer/renamed", "id")).isTrue();
        assertThat(usage.isOf("folder", "id")).isFalse();
    }

    @Test
    void whatIsDeletedIsForgotten() {
        usage.add(PREFIX, "folder/job", TIME);
        usage.add(PREFIX, "folder/job2", TIME);
        assertThat(usage.forget("folder/job")).isFalse();
        assertThat(usage.jobs()).containsExactly("folder/job2");
        assertThat(usage.forget("fold")).isFalse();
        assertThat(usage.forget("folder")).isTrue();
    }

    @Test
    void theTimesOfAKeyBeginWithItsFirstUse() {
        usage.add(PREFIX, "a", TIME);
        usage.add(PREFIX, "b", TIME.plusSeconds(60));
        assertThat(usage.first(PREFIX)).contains(TIME);
        assertThat(usage.last(PREFIX)).contains(TIME.plusSeconds(60));
        usage.add("zYxW9876", "b", TIME.plusSeconds(90));
        assertThat(usage.first("zYxW9876")).contains(TIME.plusSeconds(90));
        assertThat(usage.first(PREFIX)).isEmpty();
        assertThat(usage.last(PREFIX)).isEmpty();
        assertThat(usage.last()).isEqualTo(TIME.plusSeconds(90));
    }
}

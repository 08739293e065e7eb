package io.jenkins.plugins.baseten.browser;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that is slow by some time, so that what a server makes now is old when the clock is right again. */
public final class AgingClock extends Clock {
    private volatile Duration age;

    public AgingClock(Duration age) {
        this.age = age;
    }

    /** Makes the clock slow by this time from now on. */
    public void slowBy(Duration time) {
        age = time;
    }

    @Override
    public Instant instant() {
        return Instant.now().minus(age);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

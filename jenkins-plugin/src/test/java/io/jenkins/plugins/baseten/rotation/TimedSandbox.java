package io.jenkins.plugins.baseten.rotation;

import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Servers that tell the time of a test, so that their keys are not younger than the test. */
final class TimedSandbox {
    private TimedSandbox() {}

    static Sandbox start(InstantSource now) throws IOException {
        return start(SandboxOptions.defaults(), now);
    }

    static Sandbox start(SandboxOptions options, InstantSource now) throws IOException {
        return Sandbox.start(options.withClock(new Clock() {
            @Override
            public Instant instant() {
                return now.instant();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        }));
    }
}

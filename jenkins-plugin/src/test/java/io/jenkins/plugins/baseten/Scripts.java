package io.jenkins.plugins.baseten;

import org.htmlunit.WebClient;

/** The scripts of a page, which a slow machine runs as well, only later. */
public final class Scripts {
    /** How many scripts may begin others, one after the other. */
    private static final int STEPS = 8;

    /** What begins later than that repeats itself. */
    private static final int SOON_MILLIS = 500;

    private Scripts() {}

    /** Waits, however long that takes, until those have run that the page has begun, and what they began. */
    public static void run(WebClient browser) {
        for (int i = 0; i < STEPS; i++) {
            browser.waitForBackgroundJavaScriptStartingBefore(SOON_MILLIS);
        }
    }
}

package io.github.basetenci.cli.exec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait. Without a limit from the user, the wait does not end.
 *
 * @param killAfter how long the command may go on after a signal that asks it to end, or null
 * @param waitOutput how long processes that outlive the command may write, or null
 */
record ExecLimits(@Nullable Duration killAfter, @Nullable Duration waitOutput) {}

/** The one transport: timeouts, one total deadline, proxies, extra certificate authorities. */
@NullMarked
package io.github.basetenci.http;

import org.jspecify.annotations.NullMarked;

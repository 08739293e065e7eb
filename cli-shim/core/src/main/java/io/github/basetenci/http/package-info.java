/**
 * The one transport: timeouts, one total deadline, proxies, extra certificate authorities.
 *
 * <p>Imports: text.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.http;

import org.jspecify.annotations.NullMarked;

/** A pipeline as a user of the library writes it: the example of the README. */
@NullMarked
package com.example;

import org.jspecify.annotations.NullMarked;

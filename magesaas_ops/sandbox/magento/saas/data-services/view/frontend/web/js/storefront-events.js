define([], function () {
    'use strict';

    return { collect: function () {} };
});

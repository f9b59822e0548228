<?php
declare(strict_types=1);

namespace Magento\DataExporter\Status;

/** From 103.4 on: what will be tried again is 2, and a single item that was rejected never is. */
class ExportStatusCodeProvider
{
    public const NON_RETRYABLE_HTTP_STATUS_CODE = [200, 400];
    public const APPLICATION_ERROR = 0;
    public const FAILED_ITEM_ERROR = 1;
    public const RETRYABLE = 2;
}
